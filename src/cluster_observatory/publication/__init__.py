"""What do we let out: the catalogue of an edition, its maps and charts."""
