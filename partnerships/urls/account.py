"""Addresses of account."""

from typing import Any

urlpatterns: list[Any] = []
