"""What shape has a table: its columns, units, flags and origins."""
