"""Tables as files that people take away, each with its dictionary, flags, sources, licence and citation."""
