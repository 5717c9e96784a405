"""What can be done with partnerships."""
