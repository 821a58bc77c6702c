"""Who works together, and on what terms."""

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    """People, organisations, partnerships, agreements and services."""

    name = "partnerships"

    def ready(self) -> None:
        """Say what can wait for people."""
        from . import agreements, monthly_reports, organisations, parties, tasks

        tasks.register(organisations.tasks_for)
        tasks.register(monthly_reports.tasks_for)
        tasks.register(parties.tasks_for)
        tasks.register(agreements.tasks_for)
