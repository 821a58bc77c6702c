"""How accounts come about: by invitation only."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitationOnly(DefaultAccountAdapter):
    """Nobody signs up: an account begins when an invitation is accepted."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
