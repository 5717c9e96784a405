"""Files that are compressed already are sent as they are."""


def compressed_already(request):
    """Say of the answer to come that compressing it once more would only cost time."""
    request.META["HTTP_ACCEPT_ENCODING"] = "identity"
