"""French parts thousands by a narrow no-break space."""

THOUSAND_SEPARATOR = "\u202f"
