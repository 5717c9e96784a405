"""What the data protection contact sees."""

import pytest

from cluster_observatory.web.base.personal_data import activities
from cluster_observatory.web.base.retention import RULES
from cluster_observatory.web.people.actions import own


@pytest.mark.parametrize("office, status", [("data_protection", 200), ("auditor", 200), ("administrator", 200),
                         ("moderator", 403)])  # fmt: skip
def test_who_oversees_personal_data(signed_in, make_person, office, status):
    assert signed_in(make_person(office)).get("/office/privacy/").status_code == status


def test_every_rule_of_retention_and_every_activity_is_on_the_page(signed_in, make_person):
    page = signed_in(make_person("data_protection")).get("/office/privacy/").content.decode()

    assert page.count('<th scope="row">') == len(RULES) + len(activities())


def test_what_persons_asked_for_is_shown_by_their_number(signed_in, make_person, now):
    person = make_person(name="Somebody")
    own.record_export(person=person, now=now)

    page = signed_in(make_person("data_protection")).get("/office/privacy/").content.decode()

    assert (f"<code>export</code>, person {person.pk}" in page, "Somebody" in page) == (True, False)
