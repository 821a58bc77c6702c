"""Who works together, and on what terms."""

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    """People, organisations, partnerships, agreements and services."""

    name = "partnerships"
