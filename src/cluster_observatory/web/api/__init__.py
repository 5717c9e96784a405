"""The same figures for programs: the API of the observatory."""
