"""Addresses of bodies."""

from typing import Any

urlpatterns: list[Any] = []
