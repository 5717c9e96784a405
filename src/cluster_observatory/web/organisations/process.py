"""The states of profiles, memberships, links and changes, and the steps between them."""
