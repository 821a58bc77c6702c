"""How they decide, and what they share."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Bodies, meetings, minutes, decisions and the shared fund."""

    name = "governance"

    def ready(self) -> None:
        """Tell the rights module that seats, too, give roles."""
        from . import seats

        seats.register()
