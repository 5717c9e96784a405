"""The pages of base: notices, files."""
