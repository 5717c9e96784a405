"""What partnerships hold of a person is given to them, and to nobody else."""

from cluster_observatory.web.base import personal_data
from cluster_observatory.web.partnerships.actions.certificates import issue
from cluster_observatory.web.partnerships.actions.members import request_change


def test_each_gets_their_own_and_nothing_of_others(proposal, three, owner, make_partnership, make_organisation, now):
    made = make_partnership(coordinator=make_organisation(admin=three.persons[1]), acronym="BETA")
    wanted = make_organisation(name="Newcomer")
    request_change(
        partnership=made, change="joins", organisation=wanted, reason="Why not.", person=three.persons[1], now=now
    )  # fmt: skip
    certificate = issue(partnership=made, issued_on=now.date(), issued_by="Owner", person=owner, now=now)

    given = [personal_data.exports(person).get("partnerships") for person in (*three.persons, owner)]

    at = now.isoformat()
    assert given[0].data == {
        "proposed": [{"acronym": "ALPHA", "address": "alpha", "at": at}],
        "changes_requested": [],
        "certificates_recorded": [],
    }
    assert given[1].data["changes_requested"] == [
        {"partnership": "BETA", "change": "joins", "organisation": "Newcomer", "reason": "Why not.", "at": at}
    ]
    assert given[2] is None
    assert given[3].data["certificates_recorded"] == [{"number": certificate.number, "at": at}]
