"""What is an industry, a cluster, a region?  Pure: facts and look-ups, no files but its own tables."""
