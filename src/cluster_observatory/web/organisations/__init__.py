"""Organisations: cluster organisations and their members, how they are presented, checked and found."""
