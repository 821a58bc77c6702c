"""Addresses of agreements."""

from typing import Any

urlpatterns: list[Any] = []
