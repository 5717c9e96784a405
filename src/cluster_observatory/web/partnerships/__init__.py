"""Partnerships of organisations: initiatives, generations, members, certificates, results."""
