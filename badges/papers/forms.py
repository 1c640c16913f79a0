"""What the office types about certificates."""

from __future__ import annotations

import re
from typing import Annotated

import msgspec

from badges.papers.credits import HUNDRED, CreditRule, hundredths
from badges.papers.kinds import CertificateKind
from badges.papers.policy import Policy
from badges.papers.words import DEFAULT_WORDS, LONGEST, why_not
from conference.people.rules import clean
from conference.web import FormErrors

_CREDITS = re.compile(r"\d{1,3}([.,]\d{1,2})?", re.ASCII)
_Words = Annotated[str, msgspec.Meta(max_length=2 * LONGEST)]


class PolicyForm(msgspec.Struct):
    """What is certified, in which words, and how credits are counted."""

    kinds: list[CertificateKind] = []
    words_attendance: _Words = ""
    words_presentation: _Words = ""
    words_service: _Words = ""
    words_review: _Words = ""
    words_credits: _Words = ""
    accreditor: Annotated[str, msgspec.Meta(max_length=200)] = ""
    accreditation: Annotated[str, msgspec.Meta(max_length=120)] = ""
    minutes_per_credit: Annotated[int, msgspec.Meta(ge=1, le=600)] = 60
    least_share: Annotated[int, msgspec.Meta(ge=1, le=100)] = 80
    most_credits: Annotated[str, msgspec.Meta(max_length=10)] = ""
    sessions: list[Annotated[str, msgspec.Meta(max_length=12)]] = []
    note: Annotated[str, msgspec.Meta(max_length=300)] = ""

    def __post_init__(self) -> None:
        errors = {
            f"words_{kind}": problem
            for kind in CertificateKind
            if (problem := why_not(kind, self.words_of(kind)))
        }
        if self.most_credits and not _CREDITS.fullmatch(self.most_credits):
            errors["most_credits"] = "Write a number of credits such as 12 or 12.5, or leave it."
        if CertificateKind.CREDITS in self.kinds:
            errors |= self._missing()
        if errors:
            raise FormErrors({}, errors)

    def _missing(self) -> dict[str, str]:
        """What a certificate of credits cannot do without."""
        errors = {}
        if not clean(self.accreditor):
            errors["accreditor"] = "Credits need somebody who accredits them: write who."
        if not self.sessions:
            errors["sessions"] = "Choose at least one session that counts."
        return errors

    def words_of(self, kind: CertificateKind) -> str:
        words: str = getattr(self, f"words_{kind}")
        return words

    def policy(self) -> Policy:
        """Words that are the default ones are not the society's own."""
        words = {kind: self.words_of(kind) for kind in CertificateKind}
        return Policy(
            kinds=tuple(kind for kind in CertificateKind if kind in self.kinds),
            words={k: text for k, text in words.items() if text and text != DEFAULT_WORDS[k]},
            accreditor=clean(self.accreditor),
            accreditation=clean(self.accreditation),
            rule=CreditRule(
                self.minutes_per_credit, self.least_share, read_credits(self.most_credits)
            ),
            sessions=tuple(dict.fromkeys(self.sessions)),
            note=clean(self.note),
        )


def read_credits(text: str) -> int:
    """ "12.5" as hundredths; nothing typed is no limit."""
    whole, _, rest = text.replace(",", ".").partition(".")
    return int(whole or 0) * HUNDRED + int(f"{rest}00"[:2])


def policy_values(policy: Policy) -> dict[str, object]:
    """What is in force, for the form to start with."""
    most = policy.rule.most_credits
    return {
        "kinds": [kind.value for kind in policy.kinds],
        **{f"words_{kind}": policy.words_of(kind) for kind in CertificateKind},
        "accreditor": policy.accreditor,
        "accreditation": policy.accreditation,
        "minutes_per_credit": policy.rule.minutes_per_credit,
        "least_share": policy.rule.least_share,
        "most_credits": hundredths(most) if most else "",
        "sessions": list(policy.sessions),
        "note": policy.note,
    }


class IssueForm(msgspec.Struct):
    """Who is left out, as "person:subject"."""

    leave: list[Annotated[str, msgspec.Meta(max_length=60)]] = []


class RevokeForm(msgspec.Struct):
    """Why a certificate is void; its holder reads it. Or that another may be given again."""

    reason: Annotated[str, msgspec.Meta(max_length=300)] = ""
    act: Annotated[str, msgspec.Meta(max_length=10)] = "revoke"

    def __post_init__(self) -> None:
        if self.act != "allow" and not clean(self.reason):
            raise FormErrors({}, {"reason": "Write the reason; the holder reads it."})


class NotShownForm(msgspec.Struct):
    """Which item of which person was not shown, or was after all."""

    about: Annotated[str, msgspec.Meta(max_length=60)] = ""
    act: Annotated[str, msgspec.Meta(max_length=10)] = "mark"
    note: Annotated[str, msgspec.Meta(max_length=300)] = ""
