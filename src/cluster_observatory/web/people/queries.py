"""What pages show of a person's own account."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator

from cluster_observatory.web.base import notices, personal_data
from cluster_observatory.web.people.models import NoticeChoice


@dataclass(frozen=True)
class Protection:
    """How an account is protected: a password, an app, so many keys, so many recovery codes that are left."""

    has_password: bool
    has_app: bool
    keys: int
    recovery_codes: int

    @property
    def has_second_factor(self):
        """Whether a password alone opens nothing."""
        return self.has_app or self.keys > 0


def protection(person):
    """Return how the account is protected."""
    held = list(Authenticator.objects.filter(user=person))
    codes = [one for one in held if one.type == Authenticator.Type.RECOVERY_CODES]
    return Protection(
        has_password=person.has_usable_password(),
        has_app=any(one.type == Authenticator.Type.TOTP for one in held),
        keys=sum(one.type == Authenticator.Type.WEBAUTHN for one in held),
        recovery_codes=sum(len(one.wrap().get_unused_codes()) for one in codes),
    )


def ways(person):
    """Return each kind of notice with the way in which the person is told: {name: way}."""
    chosen = dict(NoticeChoice.objects.filter(person=person).values_list("kind", "way"))
    return {
        name: notices.AT_ONCE if kind.is_statutory else chosen.get(name, kind.usual)
        for name, kind in notices.KINDS.items()
    }


def consents(person):
    """Return each purpose with the consent that holds for its present wording, or None."""
    holding = {one.purpose: one for one in person.consents.filter(withdrawn_at=None)}
    return [
        (purpose, holding.get(purpose.name) if holding_wording(holding.get(purpose.name), purpose) else None)
        for purpose in personal_data.PURPOSES.values()
    ]


def holding_wording(consent, purpose):
    """Whether a consent was given to the present wording of a purpose."""
    return consent is not None and consent.wording == purpose.wording
