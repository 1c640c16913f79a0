"""What is not printed, and why."""

from __future__ import annotations

from conference.web.problems import Invalid


class BadgeBlocked(Invalid):
    """A badge is not printed for someone who may not come in (T06, G07)."""

    code = "badge-blocked"


class ReasonNeeded(Invalid):
    """A second print says why (G03)."""

    code = "reason-needed"

    def __init__(self) -> None:
        sentence = "This badge was printed before. Say why it is printed again."
        super().__init__(sentence, errors={"reason": sentence})
