"""What several kinds of answers need."""


def texts_of(value, number):
    """Return as many texts as there are parts, whatever was sent."""
    sent = list(value) if isinstance(value, (list, tuple)) else []
    return [text if isinstance(text, str) else "" for text in [*sent, *[""] * number][:number]]
