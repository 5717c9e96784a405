"""Addresses with the host, for what leaves the site: letters, feeds, files, badges, pictures of codes."""

from cluster_observatory.settings import setting


def public(request, path):
    """Return the whole address of a path of this site, under PUBLIC_ADDRESS where that is set."""
    base = setting("PUBLIC_ADDRESS").rstrip("/")
    return f"{base}{path}" if base else request.build_absolute_uri(path)
