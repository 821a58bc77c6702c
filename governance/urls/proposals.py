"""Addresses of proposals."""

from typing import Any

urlpatterns: list[Any] = []
