"""What `plenary check` says of certificates."""

from __future__ import annotations

from badges.desk import actions as desk
from badges.papers import actions
from badges.papers.claims import Scope, claims_of
from badges.papers.content import Press
from badges.papers.invariants import (
    certificate_of_presence,
    certificate_once,
    certificate_shown,
)
from badges.papers.kinds import CertificateKind
from badges.papers.policy import Policy
from badges.tables import Certificate, NotShown
from tests.badges.papers.conftest import AFTER, OLIVE, Held


async def test_invariants_hold_and_tell_what_breaks_them(held: Held, press: Press) -> None:
    meeting = held.hall.meeting
    scope = Scope(meeting, Policy(kinds=tuple(CertificateKind)), AFTER)
    await actions.issue_certificates(await claims_of(scope), press, by=OLIVE, now=AFTER)
    dan, talk = held.hall.cast.dan, held.drafted.second_talk
    await actions.mark_not_shown(meeting, dan, talk, "Empty", by=OLIVE, now=AFTER)
    checks = (certificate_of_presence, certificate_once, certificate_shown)
    assert [await check() for check in checks] == [[], [], []]

    await desk.undo_check_in(held.alice, by=OLIVE, now=AFTER)
    await NotShown.update({NotShown.person: held.hall.cast.alice.id, NotShown.item: (
        held.drafted.first_talk)}, force=True)  # fmt: skip
    await Certificate.update({Certificate.revoked_at: AFTER}).where(Certificate.kind == "service")

    assert [len(await check()) for check in checks] == [1, 2, 1]
