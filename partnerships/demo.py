"""What the demo's people have in common. They exist only where the demo has been loaded."""

DEMO_DOMAIN = "demo.iop.example"
DEMO_PASSWORD = "nordstjärnan-2017"  # noqa: S105 shown to everybody on the demo's own pages
