"""Words in addresses, of which each stands once, also where two ask for the same at one moment."""

from django.db import IntegrityError, transaction

TRIES = 5


def created(create, free_slug):
    """Return what `create(slug)` makes with the slug that `free_slug()` finds; takes the next one where it is gone.

    Between finding a slug and using it another may have taken it: the database refuses the second, and another is
    found.  Raises IntegrityError where that was not the reason.  Only within a transaction.
    """
    for _attempt in range(TRIES - 1):
        try:
            with transaction.atomic():
                return create(free_slug())
        except IntegrityError:
            continue
    return create(free_slug())
