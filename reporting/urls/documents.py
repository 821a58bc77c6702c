"""Addresses of documents."""

from typing import Any

urlpatterns: list[Any] = []
