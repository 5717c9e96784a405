"""What do we compute?  Every function takes a frame the caller has and returns the same kind."""
