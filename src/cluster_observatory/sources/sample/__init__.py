"""Invented Europe: real codes, invented figures, for trying without a network."""
