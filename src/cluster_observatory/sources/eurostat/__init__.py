"""Eurostat: addresses, bulk files and what their codes mean to us."""
