"""Addresses of fund."""

from typing import Any

urlpatterns: list[Any] = []
