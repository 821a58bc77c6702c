"""Addresses of overview."""

from typing import Any

urlpatterns: list[Any] = []
