"""What came of it: pages across the apps, PDF, exports."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Overview, history, charts, PDF and exports."""

    name = "reporting"
