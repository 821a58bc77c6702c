"""The models of what came of it."""

from .context import ContextEvent

__all__ = ["ContextEvent"]
