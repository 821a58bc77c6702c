"""Addresses of the demo."""

from typing import Any

urlpatterns: list[Any] = []
