"""Addresses of decisions."""

from typing import Any

urlpatterns: list[Any] = []
