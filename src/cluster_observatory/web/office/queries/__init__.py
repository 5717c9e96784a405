"""What can be asked in the back office: what waits, what was done, how the platform is used."""
