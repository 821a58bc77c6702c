"""How they decide, and what they share."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Bodies, meetings, minutes, decisions and the shared fund."""

    name = "governance"

    def ready(self) -> None:
        """Tell the rights module that seats, too, give roles, and Min dag what waits in the bodies."""
        from partnerships import tasks

        from . import actions, contributions, decisions, grants, meetings, minutes, payments, seats

        seats.register()
        for noun in (meetings, minutes, decisions, actions, contributions, grants, payments):
            tasks.register(noun.tasks_for)
