"""How django-allauth meets our persons: its letters wait with ours, so that none is lost while mail is down."""

from allauth.account.adapter import DefaultAccountAdapter


class Accounts(DefaultAccountAdapter):
    """What is ours about signing up and in."""
