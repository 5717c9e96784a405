"""Where do the numbers lie: snapshots as they came, and shelves of tables."""
