"""The steps that stand on a page as buttons: where each form goes, and why it cannot be sent now."""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class Button:
    """A step on a page: its label, where its form goes, a key that no other has, and of whom it speaks."""

    label: str
    action: str
    key: str
    needs_reason: bool
    whom: str = ""


def of_partnership(process, partnership, person, now):
    """Return the buttons of a partnership, each with why it is not possible now, or None."""
    return [
        (_button(step, reverse("partnerships:step", args=[partnership.slug, step.name]), "whole"), obstacle)
        for step, obstacle in process.available(partnership, person, now)
    ]


def of_part(process, part, address, person, now):
    """Return the buttons of a place or a change of members; `address` is "answer" or "decide".

    What only follows from another step has no button.
    """
    slug = part.partnership.slug
    return [
        (
            _button(
                step, reverse(f"partnerships:{address}", args=[slug, part.pk, step.name]), f"{address}-{part.pk}",
                part.organisation.name,
            ),
            obstacle,
        )
        for step, obstacle in process.available(part, person, now)
        if step.name != "release"
    ]  # fmt: skip


def _button(step, action, key, whom=""):
    return Button(str(step.label), action, f"{key}-{step.name}", step.needs_reason, whom)
