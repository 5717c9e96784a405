"""A slug that another took in the same moment is replaced by the next one."""

import pytest
from django.db import IntegrityError, transaction

from cluster_observatory.web.base import slugs
from cluster_observatory.web.partnerships.models import Initiative, Partnership


@pytest.fixture
def make(db, now):
    line = Initiative.objects.create(code="ESCP-S3", programme="COSME")

    def create(slug):
        return Partnership.objects.create(
            slug=slug, acronym="ALPHA", initiative=line, state="proposed", created_at=now, changed_at=now
        )

    return create


def test_what_another_took_meanwhile_is_found_anew(make):
    make("alpha")
    found = iter(["alpha", "alpha-2"])

    with transaction.atomic():
        second = slugs.created(make, lambda: next(found))

    assert second.slug == "alpha-2"
    assert Partnership.objects.count() == 2


def test_another_reason_is_told(make):
    make("alpha")

    with pytest.raises(IntegrityError), transaction.atomic():
        slugs.created(make, lambda: "alpha")

    assert Partnership.objects.count() == 1
