"""What time brings due in partnerships: twice a year the measures are brought up to date."""

from datetime import timedelta

from django.db.models import Q

from cluster_observatory.web.partnerships import emails
from cluster_observatory.web.partnerships.models import Partnership

HALF_A_YEAR = timedelta(days=183)


def remind_of_measures(now):
    """Tell coordinators of active partnerships whose measures are older than half a year; return how many were told.

    In each half of a calendar year they are told once, however often this runs.
    """
    before = now - HALF_A_YEAR
    old = Q(measures__measured_on__lt=before.date()) | Q(measures__measured_on=None, created_at__lt=before)
    due = Partnership.objects.filter(old, state="active", measures__isnull=False).distinct()
    half_year = f"{now.year}-{1 if now.month < 7 else 2}"
    return sum(len(emails.measures_due(partnership, half_year, now)) for partnership in due)
