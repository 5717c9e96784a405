"""How do I run it?"""
