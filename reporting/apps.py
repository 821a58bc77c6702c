"""What came of it: pages across the apps, PDF, exports."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Overview, history, charts, PDF and exports."""

    name = "reporting"

    def ready(self) -> None:
        """Tell Min dag what waits because of what happens outside."""
        from partnerships import tasks

        from . import context_events

        tasks.register(context_events.tasks_for)
