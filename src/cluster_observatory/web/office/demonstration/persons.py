"""The persons of the demonstration: those who act for the platform, and one for the organisations of each country."""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from cluster_observatory.web.office.demonstration import data_files
from cluster_observatory.web.people.models import Appointment, Person


def add_persons(now, password):
    """Make the persons and return them by address; nobody can sign in by password where none is given."""
    kept = make_password(password or None)
    wanted = [(one["email"], one["name"], "en") for one in data_files.office_holders()]
    wanted += [
        (address_for(country.code), f"Administrator of the invented organisations of {country.name}", country.language)
        for country in data_files.countries()
    ]
    people = Person.objects.bulk_create(
        Person(email=email, name=name, language="en" if language not in ("de", "fr") else language, joined_at=now,
               password=kept)
        for email, name, language in wanted
    )  # fmt: skip
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people
    )
    found = {person.email: person for person in people}
    Appointment.objects.bulk_create(
        Appointment(person=found[one["email"]], office=one["office"], since=now) for one in data_files.office_holders()
    )
    return found


def address_for(country):
    """Return the address of the person who acts for the invented organisations of a country."""
    return f"organisations-{country.lower()}@example.org"
