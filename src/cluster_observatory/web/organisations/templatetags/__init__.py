"""Tags for the templates of organisations."""
