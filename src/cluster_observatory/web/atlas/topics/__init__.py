"""Topics beside sectors and clusters: scoreboards with their parts, the innovation index, business demography."""
