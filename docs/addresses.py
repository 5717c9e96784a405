"""Which address of the community stands behind which rule: read by the page of permissions, walked by a test."""

from dataclasses import dataclass, field

EVERYONE = "everyone"
ACCOUNT = "who has an account"

PUBLISHED, IN_REVIEW = "published organisation", "organisation in review"
ACTIVE, PROPOSED = "active partnership", "proposed partnership"

SEE_PROFILE = (PUBLISHED, "see the profile")
EDIT_PROFILE = (PUBLISHED, "edit the profile")
ACT_FOR = (PUBLISHED, "see who acts for it")
ADMINISTER = (PUBLISHED, "decide who acts for it")
LINKS = (PUBLISHED, "say who belongs to it")
WORK_FOR = (PUBLISHED, "see where it stands")
END_MEMBERSHIP = ("membership", "end it")
END_LINK = ("link", "end it")
DRAFTED = ("draft organisation", "delete the draft")
WITHDRAW_CHANGE = ("change", "take it back")
ANSWER = ("invited partner", "answer the invitation")
MODERATE = ("platform", "moderate")
OVERSEE = ("platform", "look at what moderators decide")
OVERSEE_PARTNERSHIPS = ("platform", "look at what owners of initiatives decide")
LETTERS = ("platform", "see which letters failed")
SEE_WITHIN = (ACTIVE, "see what is not public")
EDIT_PARTNERSHIP = (ACTIVE, "edit")
COORDINATE = (ACTIVE, "coordinate")
CERTIFY = (ACTIVE, "decide and certify")
ENTER = ("platform", "enter the office")
APPOINT = ("platform", "appoint to offices")
TRAIL = ("platform", "read the audit trail")
PERSONS = ("platform", "see persons and their offices")
RETENTION = ("platform", "see what is kept how long")
ERASE = ("platform", "erase a person who asked by letter")


@dataclass(frozen=True)
class Address:
    """Who may open it: everyone, who has an account, or whom a rule lets; how it is asked, and about which thing."""

    who: str | tuple[str, str]
    thing: str = ""
    method: str = "get"
    parts: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)


ADDRESSES = {
    "base:file": Address(EVERYONE, "public file", parts={"name": "x.png"}),
    "base:notices": Address(ACCOUNT),
    "base:read_notices": Address(ACCOUNT, method="post"),
    "people:me": Address(ACCOUNT),
    "people:profile": Address(ACCOUNT),
    "people:notice_choices": Address(ACCOUNT),
    "people:data": Address(ACCOUNT),
    "people:take": Address(ACCOUNT, method="post"),
    "people:erase": Address(ACCOUNT),
    "people:erased": Address(EVERYONE),
    "people:consent": Address(ACCOUNT, method="post", parts={"purpose": "newsletter"}),
    "people:privacy": Address(EVERYONE),
    "organisations:directory": Address(EVERYONE),
    "organisations:file": Address(EVERYONE, parts={"form": "csv"}),
    "organisations:compare": Address(EVERYONE),
    "organisations:criteria": Address(EVERYONE),
    "organisations:register": Address(ACCOUNT),
    "organisations:mine": Address(ACCOUNT),
    "organisations:change_role": Address(ADMINISTER, "membership", "post", data={"role": "member"}),
    "organisations:membership_step": Address(END_MEMBERSHIP, "membership", "post", {"step": "end"}),
    "organisations:link_step": Address(END_LINK, "link", "post", {"step": "end"}),
    "organisations:discard": Address(DRAFTED, "draft organisation", "post"),
    "organisations:withdraw_change": Address(WITHDRAW_CHANGE, "change", "post"),
    "organisations:questions": Address(EDIT_PROFILE, PUBLISHED),
    "organisations:answers": Address(MODERATE),
    "organisations:files": Address(EDIT_PROFILE, PUBLISHED),
    "organisations:add_file": Address(EDIT_PROFILE, PUBLISHED, "post", {"purpose": "evidence"}),
    "organisations:remove_file": Address(EDIT_PROFILE, "public file", "post"),
    "organisations:in_region": Address(EVERYONE, parts={"code": "DE11"}),
    "organisations:feed": Address(EVERYONE),
    "organisations:badge": Address(EVERYONE, PUBLISHED),
    "organisations:badge_picture": Address(EVERYONE, PUBLISHED, parts={"form": "svg"}),
    "organisations:verify_badge": Address(EVERYONE, "badge"),
    "organisations:queue": Address(OVERSEE),
    "organisations:decide_change": Address(MODERATE, "change", "post", {"decision": "accept"}),
    "organisations:profile": Address(SEE_PROFILE, PUBLISHED),
    "organisations:edit": Address(EDIT_PROFILE, PUBLISHED),
    "organisations:edit_contacts": Address(EDIT_PROFILE, PUBLISHED),
    "organisations:edit_projects": Address(EDIT_PROFILE, PUBLISHED),
    "organisations:edit_part": Address(EDIT_PROFILE, PUBLISHED, parts={"part": "basics"}),
    "organisations:manage": Address(WORK_FOR, PUBLISHED),
    "organisations:step": Address(ADMINISTER, PUBLISHED, "post", {"step": "confirm_up_to_date"}),
    "organisations:people": Address(ACT_FOR, PUBLISHED),
    "organisations:invite": Address(ADMINISTER, PUBLISHED, "post", data={"email": "x@example.org", "role": "member"}),
    "organisations:join": Address(ACCOUNT, PUBLISHED),
    "organisations:members": Address(LINKS, PUBLISHED),
    "organisations:propose_link": Address(LINKS, PUBLISHED, "post"),
    "organisations:import_members": Address(LINKS, PUBLISHED),
    "organisations:check": Address(OVERSEE, IN_REVIEW),
    "organisations:check_step": Address(MODERATE, IN_REVIEW, "post", {"step": "archive"}, {"reason": "Not a cluster."}),
    "organisations:merge": Address(MODERATE, PUBLISHED),
    "partnerships:registry": Address(EVERYONE),
    "partnerships:file": Address(EVERYONE, parts={"form": "csv"}),
    "partnerships:feed": Address(EVERYONE),
    "partnerships:network": Address(EVERYONE),
    "partnerships:statistics": Address(EVERYONE),
    "partnerships:propose": Address(ACCOUNT),
    "partnerships:organisations": Address(ACCOUNT),
    "partnerships:page": Address(EVERYONE, ACTIVE),
    "partnerships:manage": Address(SEE_WITHIN, ACTIVE),
    "partnerships:edit": Address(EDIT_PARTNERSHIP, ACTIVE),
    "partnerships:step": Address(CERTIFY, ACTIVE, "post", {"name": "complete"}),
    "partnerships:invite": Address(COORDINATE, PROPOSED, "post"),
    "partnerships:measures": Address(EDIT_PARTNERSHIP, ACTIVE),
    "partnerships:results": Address(EDIT_PARTNERSHIP, ACTIVE),
    "partnerships:issue": Address(CERTIFY, ACTIVE),
    "partnerships:invitation": Address(ANSWER, "invited partner"),
    "partnerships:answer": Address(ANSWER, "invited partner", "post", {"name": "accept"}),
    "partnerships:change": Address(SEE_WITHIN, ACTIVE),
    "partnerships:decide": Address(CERTIFY, "amendment", "post", {"name": "accept"}),
    "partnerships:remove_result": Address(EDIT_PARTNERSHIP, "result", "post"),
    "partnerships:revoke": Address(CERTIFY, "certificate", "post", data={"reason": "Issued by mistake."}),
    "partnerships:queue": Address(OVERSEE_PARTNERSHIPS),
    "partnerships:verify_any": Address(EVERYONE),
    "partnerships:verify": Address(EVERYONE, parts={"code": "a" * 32}),
    "partnerships:certificate_code": Address(EVERYONE, parts={"code": "a" * 32}),
    "partnerships:certificate_file": Address(EVERYONE, parts={"code": "a" * 32}),
    "office:public_statistics": Address(EVERYONE),
    "office:table": Address(EVERYONE, parts={"name": "organisations-by-country"}),
    "office:hub": Address(ENTER),
    "office:statistics": Address(ENTER),
    "office:people": Address(PERSONS),
    "office:person": Address(PERSONS, "someone"),
    "office:appoint": Address(APPOINT, "someone", "post", data={"office": "editor"}),
    "office:dismiss": Address(APPOINT, "someone who holds an office", "post"),
    "office:suspend": Address(APPOINT, "someone", "post", data={"reason": "Sends advertisements."}),
    "office:bring_back": Address(APPOINT, "someone suspended", "post"),
    "office:erase": Address(ERASE, "someone suspended", "post"),
    "office:trail": Address(TRAIL),
    "office:verify": Address(TRAIL, method="post"),
    "office:trail_csv": Address(TRAIL),
    "office:letters": Address(LETTERS),
    "office:send_again": Address(APPOINT, "letter", "post"),
    "office:privacy": Address(RETENTION),
}
"""Addresses of the community by name; those of the atlas and of the API are open to everyone."""
