"""A person's copy and erasure across all apps: of two who act for two organisations each gets exactly theirs."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cluster_observatory.web.base import audit, files
from cluster_observatory.web.organisations.models import Contact
from cluster_observatory.web.people.models import Person


@pytest.fixture
def acting(make_person, make_organisation, make_partnership, settings, tmp_path, now):
    """acting("own") → a person who administers an organisation that is in a partnership, is a contact, gave a file."""
    settings.HOME = tmp_path

    def make(mark):
        person = make_person(email=f"{mark}@example.org", name=f"Name {mark}")
        organisation = make_organisation(name=f"Organisation {mark}", slug=mark, admin=person)
        Contact.objects.create(organisation=organisation, person=person, name=f"Name {mark}", email=person.email)
        make_partnership(coordinator=organisation, acronym=f"PARTNERSHIP {mark}", slug=f"p-{mark}")
        upload = SimpleUploadedFile(f"{mark}.pdf", b"%PDF-1.7\n" + mark.encode() + b"\n%%EOF\n")
        files.attach(thing=organisation, upload=upload, visibility="private", person=person, now=now)
        return person, organisation

    return make


def test_who_acts_for_one_organisation_gets_exactly_that_and_nothing_of_another(proved, acting):
    person, _organisation = acting("own")
    acting("alien")

    answer = proved(person).post("/me/data/take/")
    packed = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    organisations = json.loads(packed.read("organisations.json"))

    assert [one["organisation"] for one in organisations["memberships"]] == ["Organisation own"]
    assert [one["email"] for one in organisations["contacts"]] == ["own@example.org"]
    assert [packed.read(name)[:8] for name in packed.namelist() if name.startswith("files/")] == [b"%PDF-1.7"]
    assert not [name for name in packed.namelist() if b"alien" in packed.read(name)]


def test_the_only_administrator_of_a_public_organisation_is_not_erased_until_another_one_is_there(
    proved, acting, make_person, make_organisation
):
    person, organisation = acting("own")
    browser = proved(person)

    refused = browser.post("/me/data/erase/")
    state = Person.objects.get(pk=person.pk).state
    other = make_person()
    organisation.memberships.create(
        person=other, role="admin", state="active", began_at=organisation.created_at,
        created_at=organisation.created_at, changed_at=organisation.created_at,
    )  # fmt: skip
    browser.post("/me/data/erase/")

    assert refused.status_code == 400
    assert "Organisation own" in refused.content.decode()
    assert state == "active"
    assert Person.objects.get(pk=person.pk).state == "erased"
    assert [one.person for one in organisation.memberships.filter(state="active")] == [other]
    assert Contact.objects.count() == 0
    assert audit.verify().broken_at is None
