"""What time it is: one place, so that tests and demonstrations can hold the clock."""

from django.utils import timezone


def now():
    """Return the present time, in UTC."""
    return timezone.now()
