"""The size of the real platform: 2,000 profiles and 100,000 links are listed and counted without more questions."""

from itertools import islice

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cluster_observatory.web.organisations import search
from cluster_observatory.web.organisations.models import ClusterDetails, MemberLink, Organisation

PAGES = ("/organisations/", "/organisations/?q=gear", "/organisations/?country=DE&sort=members", "/statistics/")


@pytest.fixture
def make_many(db, now):
    """make_many(organisations=2000, links=100_000) → so many public clusters, members of each other."""

    def make(*, organisations, links):
        countries = ("DE", "FR", "IT", "ES")
        made = Organisation.objects.bulk_create(
            Organisation(
                slug=f"many-{number}", name=f"Gear cluster {number}", kind="cluster_organisation", state="published",
                country=countries[number % 4], created_at=now, changed_at=now, published_at=now, confirmed_at=now,
            )
            for number in range(organisations)
        )  # fmt: skip
        ClusterDetails.objects.bulk_create(
            ClusterDetails(organisation=one, members_total=50, members_sme=40, sectors=["C28"]) for one in made
        )
        pairs = (
            (made[place], made[(place + step) % organisations])
            for step in range(1, organisations)
            for place in range(organisations)
        )
        MemberLink.objects.bulk_create(
            (
                MemberLink(cluster=cluster, member=member, proposed_by="cluster", state="confirmed", created_at=now,
                           changed_at=now)
                for cluster, member in islice(pairs, links)
            ),
            batch_size=5_000,
        )  # fmt: skip
        search.rebuild()

    return make


def asked(visitor, address):
    visitor.get(address)
    with CaptureQueriesContext(connection) as questions:
        assert visitor.get(address).status_code == 200
    return len(questions)


def test_2_000_profiles_and_100_000_links_need_no_more_questions_than_20(visitor, make_many):
    make_many(organisations=20, links=100)
    few = {address: asked(visitor, address) for address in PAGES}
    MemberLink.objects.all().delete()
    Organisation.objects.all().delete()

    make_many(organisations=2_000, links=100_000)

    assert MemberLink.objects.count() == 100_000
    assert {address: asked(visitor, address) for address in PAGES} == few
