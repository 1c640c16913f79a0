"""What must hold of every proof; `plenary check` runs these."""

from __future__ import annotations

from conference.orm import invariant
from conference.registration.rules import ProofState
from conference.registration.tables import ProofDocument


@invariant("proofs-gone", "The file of a proof is deleted when it is judged (N05).")
async def proofs_gone() -> list[str]:
    rows = await ProofDocument.select(ProofDocument.id, ProofDocument.state).where(
        ProofDocument.judged_at.is_not_null(), ProofDocument.content != b""
    )
    return [f"Proof {row['id']} is {row['state']} and still has its file." for row in rows]


@invariant("proofs-judged", "Every proof that is decided says by whom and when.")
async def proofs_judged() -> list[str]:
    rows = await ProofDocument.select(ProofDocument.id, ProofDocument.state).where(
        ProofDocument.state != ProofState.PENDING.value, ProofDocument.judged_at.is_null()
    )
    return [f"Proof {row['id']} is {row['state']}, and nobody judged it." for row in rows]
