"""What is shown of partnerships, and what can be done with them."""
