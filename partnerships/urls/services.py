"""Addresses of services."""

from typing import Any

urlpatterns: list[Any] = []
