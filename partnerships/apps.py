"""Who works together, and on what terms."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PartnershipsConfig(AppConfig):
    """People, organisations, partnerships, agreements and services."""

    name = "partnerships"

    def ready(self) -> None:
        """Say what can wait for people and what the road has, and keep permissions those of the table of rights."""
        from . import (
            access,
            agreements,
            analyses,
            following,
            form_choices,
            initiative,
            monthly_reports,
            organisations,
            parties,
            party_decisions,
            perspectives,
            road,
            state_aid,
            tasks,
            winding,
        )
        from .agreements import conditions, outcomes

        post_migrate.connect(access.declare, sender=self)

        tasks.register(organisations.tasks_for)
        tasks.register(monthly_reports.tasks_for)
        tasks.register(parties.tasks_for)
        tasks.register(perspectives.tasks_for)
        tasks.register(analyses.tasks_for)
        tasks.register(agreements.tasks_for)
        following.register(following.own_points)
        tasks.register(form_choices.tasks_for)
        tasks.register(outcomes.tasks_for)
        tasks.register(party_decisions.tasks_for)
        tasks.register(conditions.tasks_for)

        road.register(road.Place.CHALLENGE, initiative.milestones)
        road.register(road.Place.PARTIES, parties.milestones)
        road.register(road.Place.PERSPECTIVES, perspectives.milestones)
        road.register(road.Place.ANALYSIS, analyses.milestones)
        road.register(road.Place.FORM, form_choices.milestones)
        road.register(road.Place.AID, state_aid.milestones)
        road.register(road.Place.DECISIONS, party_decisions.milestones)
        road.register(road.Place.AGREEMENT, agreements.milestones)
        tasks.register(winding.tasks_for)
