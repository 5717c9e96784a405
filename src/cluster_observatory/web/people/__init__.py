"""Who uses the site: persons, the offices they hold, what they agreed to."""
