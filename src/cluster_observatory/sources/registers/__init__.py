"""Registers of firms: read from files, and invented with known rates."""
