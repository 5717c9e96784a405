"""In which order: from snapshots to an edition."""
