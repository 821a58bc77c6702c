"""How they decide, and what they share."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Bodies, meetings, minutes, decisions and the shared fund."""

    name = "governance"

    def ready(self) -> None:
        """Tell the rights module that seats, too, give roles, and Min dag what waits in the bodies."""
        from partnerships import following as follows
        from partnerships import tasks
        from partnerships.agreements import withdrawal

        from . import actions, contributions, decisions, following, grants, left, meetings, minutes, payments, seats

        seats.register()
        left.register()
        follows.register(following.points)
        withdrawal.follow(following.end_seats)
        for noun in (meetings, minutes, decisions, actions, contributions, grants, payments):
            tasks.register(noun.tasks_for)
