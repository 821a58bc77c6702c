"""Addresses of history."""

from typing import Any

urlpatterns: list[Any] = []
