"""Readers of published scoreboards: competitiveness, innovation, quality of government, readiness for Industry 4.0."""
