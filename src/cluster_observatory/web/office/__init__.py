"""The back office: what waits for a decision, and how the platform is used."""
