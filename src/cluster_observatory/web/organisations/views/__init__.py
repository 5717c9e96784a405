"""What is shown of organisations, and how people act for them."""
