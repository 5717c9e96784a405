"""Who may do what in the back office, and why not."""

from django.utils.translation import gettext as _

from cluster_observatory.web.base.models import Letter
from cluster_observatory.web.people.models import Office
from cluster_observatory.web.people.rules import obstacle_to_office

EVERY_OFFICE = tuple(Office)
READERS_OF_THE_TRAIL = (Office.AUDITOR, Office.ADMINISTRATOR)
READERS_OF_LETTERS = (Office.AUDITOR, Office.ADMINISTRATOR)
READERS_OF_RETENTION = (Office.DATA_PROTECTION, Office.AUDITOR, Office.ADMINISTRATOR)


def obstacle_to_sending_again(letter, person):
    """Return why the person cannot have a letter sent again, or None."""
    if refusal := obstacle_to_office(person, Office.ADMINISTRATOR):
        return refusal
    if letter.state != Letter.State.FAILED:
        return _("Only letters that were given up can be sent again.")
    if not letter.to or not letter.text:
        return _("This letter was emptied, as all old ones are; it cannot be sent again.")
    return None
