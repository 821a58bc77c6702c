"""What every page knows. Nothing here may ask the database."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from partnerships import clock


def site(request: HttpRequest) -> dict[str, Any]:
    """Whether this is the demo and which day it shows, and where a change of language leads back to."""
    return {
        "demo": settings.DEMO,
        "demo_today": clock.today() if settings.DEMO else None,
        "here": request.get_full_path() if request.method == "GET" else request.path,
    }
