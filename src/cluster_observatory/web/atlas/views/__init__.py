"""What the atlas shows: one short function per page, one file per kind of page."""
