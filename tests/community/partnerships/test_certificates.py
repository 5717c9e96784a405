"""Certificates: eleven of one day, verified by anyone, revoked in the open, on paper with a QR code."""

import io
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base.conflicts import ChangedMeanwhile, NotAllowed
from cluster_observatory.web.base.models import Letter
from cluster_observatory.web.partnerships import codes
from cluster_observatory.web.partnerships.actions.certificates import issue, revoke

DAY = date(2018, 10, 25)
EVENT = "Partnering event, Brussels"


@pytest.fixture
def given(owner, now):
    """given(partnership) → a certificate of 25 October 2018, handed over in Brussels."""

    def give(partnership, **more):
        values = {"issued_on": DAY, "issued_by": "European Commission", "handed_over_at": EVENT, **more}
        return issue(partnership=partnership, person=owner, now=now, **values)

    return give


def test_eleven_certificates_of_one_day_verify_and_a_revoked_one_says_so(given, make_partnership, visitor, owner, now):
    s3 = [given(make_partnership("ESCP-S3")) for _place in range(9)]
    dual = [given(make_partnership("ESCP-4i", is_dual_use=True, target_countries=["US"])) for _place in range(2)]

    pages = [visitor.get(f"/verify/{certificate.code}/") for certificate in s3 + dual]

    assert [page.status_code for page in pages] == [200] * 11
    assert [page.context["is_valid"] for page in pages] == [True] * 11
    assert [one.number for one in s3[:2] + dual] == [
        "ESCP-S3-2018-001", "ESCP-S3-2018-002", "ESCP-4i-2018-001", "ESCP-4i-2018-002",
    ]  # fmt: skip
    assert "25 October 2018" in pages[0].content.decode()
    assert EVENT in pages[0].content.decode()
    assert "dual use" in pages[10].content.decode()

    revoke(certificate=s3[0], reason="Given by mistake.", person=owner, now=now)
    page = visitor.get(f"/verify/{s3[0].code}/").content.decode()
    assert "Revoked on 20 March 2019" in page
    assert "Given by mistake." not in page


def test_a_code_may_be_typed_with_hyphens_and_in_small_letters(given, make_partnership, visitor):
    certificate = given(make_partnership())

    answer = visitor.get("/verify/", {"code": f" {codes.written(certificate.code).lower()} "}, follow=True)

    assert answer.redirect_chain == [(f"/verify/{certificate.code}/", 302)]
    assert answer.status_code == 200


@pytest.mark.parametrize("code", ["ABCD", "A" * 24, "0" * 500, "<b>"])
def test_a_wrong_code_is_not_found_in_words(visitor, db, code):
    answer = visitor.get(f"/verify/{code}/")

    assert answer.status_code == 404
    assert "No certificate has this code" in answer.content.decode()


def test_codes_are_too_long_to_guess_and_never_alike(given, make_partnership):
    partnership = make_partnership()

    made = {given(partnership).code for _place in range(50)}

    assert len(made) == 50
    assert {len(code) for code in made} == {24}
    assert set("".join(made)) <= set(codes.LETTERS)
    assert len(codes.LETTERS) ** codes.LENGTH > 2**112


def test_on_paper_it_says_what_its_page_says_and_is_tagged(given, make_partnership, visitor):
    certificate = given(make_partnership("ESCP-S3", acronym="#strong[ALPHA] & <BETA>"))

    answer = visitor.get(f"/verify/{certificate.code}/certificate.pdf")

    paper = PdfReader(io.BytesIO(answer.content))
    text = paper.pages[0].extract_text()
    assert (answer.status_code, answer["Content-Type"], len(paper.pages)) == (200, "application/pdf", 1)
    assert paper.pages[0].mediabox.width > paper.pages[0].mediabox.height
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"].value
    for said in (
        "#strong[ALPHA] & <BETA>",
        certificate.number,
        "25 October 2018",
        EVENT,
        codes.written(certificate.code),
    ):
        assert said in text
    assert f"http://testserver/verify/{certificate.code}/" in text.replace("\n", "")


def test_a_long_title_stays_on_one_page(given, make_partnership, visitor):
    certificate = given(make_partnership(acronym="W" * 40, title="Long words of a title " * 13))

    answer = visitor.get(f"/verify/{certificate.code}/certificate.pdf")

    assert len(PdfReader(io.BytesIO(answer.content)).pages) == 1


def test_the_qr_code_holds_the_public_address(given, make_partnership, visitor, monkeypatch):
    certificate = given(make_partnership())
    before = visitor.get(f"/verify/{certificate.code}/code.svg")

    monkeypatch.setenv("OBSERVATORY_PUBLIC_ADDRESS", "https://clusters.example")
    after = visitor.get(f"/verify/{certificate.code}/code.svg")

    assert (before.status_code, after["Content-Type"]) == (200, "image/svg+xml")
    assert before.content != after.content
    assert (
        f"https://clusters.example/verify/{certificate.code}/"
        in visitor.get(f"/verify/{certificate.code}/").content.decode()
    )


def test_a_revoked_certificate_is_given_on_paper_no_more(given, make_partnership, visitor, owner, now):
    certificate = given(make_partnership())
    revoke(certificate=certificate, reason="Mistake.", person=owner, now=now)

    answer = visitor.get(f"/verify/{certificate.code}/certificate.pdf")

    assert answer.status_code == 404
    assert "was revoked" in answer.content.decode()


def test_only_owners_issue_and_revoke(given, make_partnership, make_person, make_organisation, now):
    person = make_person()
    partnership = make_partnership(coordinator=make_organisation(admin=person))
    certificate = given(partnership)

    with pytest.raises(NotAllowed):
        issue(partnership=partnership, issued_on=DAY, issued_by="Me", person=person, now=now)
    with pytest.raises(NotAllowed):
        revoke(certificate=certificate, reason="Mine.", person=person, now=now)


def test_no_certificate_of_a_day_to_come_or_of_a_mere_proposal(given, make_partnership, now):
    with pytest.raises(NotPossible, match="cannot lie in the future"):
        given(make_partnership(), issued_on=now.date() + timedelta(days=1))
    with pytest.raises(NotPossible, match="Only partnerships that were selected"):
        given(make_partnership(state="proposed"))


def test_a_second_click_issues_no_second_certificate(given, make_partnership):
    partnership = make_partnership()
    given(partnership, expected_version=1)

    with pytest.raises(ChangedMeanwhile):
        given(partnership, expected_version=1)

    assert partnership.certificates.count() == 1


def test_partners_are_told_of_a_certificate_and_of_its_end(
    given, make_partnership, make_person, make_organisation, owner, now
):
    person = make_person()
    certificate = given(make_partnership(acronym="ALPHA", coordinator=make_organisation(admin=person)))
    revoke(certificate=certificate, reason="Mistake.", person=owner, now=now)

    subjects = list(Letter.objects.filter(to=person.email).order_by("pk").values_list("subject", flat=True))
    assert subjects == ["ALPHA has a certificate", "The certificate of ALPHA was revoked"]


def test_a_page_that_verifies_is_never_kept(given, make_partnership, visitor):
    certificate = given(make_partnership())

    assert visitor.get(f"/verify/{certificate.code}/")["Cache-Control"] == "no-store"


def test_a_certificate_in_another_language(given, make_partnership, visitor):
    certificate = given(make_partnership())

    answer = visitor.get(f"/de/verify/{certificate.code}/")

    assert (answer.status_code, answer["Content-Language"]) == (200, "de")
