"""How answers to questions name organisations: by the address of the profile, its last part, or the whole name."""

from cluster_observatory.web.base.questions import Things
from cluster_observatory.web.organisations.models import Organisation
from cluster_observatory.web.organisations.queries import public


def find(typed):
    """Return the number of the public organisation that was meant, or None where none or several could be."""
    slug = typed.strip().rstrip("/").rpartition("/")[2].lower()
    numbers = list(public().filter(slug=slug).values_list("pk", flat=True))
    numbers = numbers or list(public().filter(name__iexact=typed.strip()).values_list("pk", flat=True)[:2])
    return numbers[0] if len(numbers) == 1 else None


def name(number):
    """Return what the organisation is called now; its number where it is no more."""
    return Organisation.objects.filter(pk=number).values_list("name", flat=True).first() or str(number)


def shown(number):
    """Return its name with the last part of its address, by which it is found again."""
    found = Organisation.objects.filter(pk=number).values_list("name", "slug").first()
    return f"{found[0]} ({found[1]})" if found else str(number)


THINGS = Things(find=find, name=name, shown=shown)
