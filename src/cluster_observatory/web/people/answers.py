"""What is particular about answers to a person who is signed in, or on the way to sign in elsewhere."""

from django.shortcuts import render
from django.utils.cache import patch_cache_control


def kept_nowhere(get_response):
    """Return a middleware that lets no cache keep what was drawn for a signed-in person.

    Pages that never ask who reads them, such as those of the atlas, stay as they are.
    """

    def respond(request):
        response = get_response(request)
        session = getattr(request, "session", None)
        if session is not None and session.accessed and request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        return response

    return respond


def leaving_by_a_link(get_response):
    """Return a middleware that sends a person to the OpenID Connect provider by a page instead of a redirect.

    Our policy lets forms go nowhere but here, and browsers hold the redirect that answers a form to it too.
    """

    def respond(request):
        response = get_response(request)
        match = request.resolver_match
        if match is None or match.view_name != "openid_connect_login" or response.status_code != 302:
            return response
        page = render(request, "people/leaving.html", {"address": response.headers["Location"]})
        page.cookies = response.cookies
        return page

    return respond
