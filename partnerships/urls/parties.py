"""Addresses of parties."""

from typing import Any

urlpatterns: list[Any] = []
