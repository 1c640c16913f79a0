"""Texts of a blind round that name their own authors."""

from __future__ import annotations

from dataclasses import replace

import pytest

from abstracts.reviewers.naming import Bylines, names_said, namings_in
from abstracts.tables import Abstract
from abstracts.vocabulary import BlindMode

BY = Bylines(
    frozenset({"Young", "Ó Súilleabháin", "Li"}),
    frozenset({"Universität Silberquell", "Esk"}),
    frozenset({"jane@x.org", "0000-0002-1825-0097"}),
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Young mice of Li and the young ones", ("Young",)),
        ("Youngsters in Lithuania near the Esk", ()),
        ("See Ó Súilleabháin, Esk", ("Ó Súilleabháin",)),
        ("At the universitat SILBERQUELL,", ("Universität Silberquell",)),
        ("Data: JANE@X.org, 0000-0002-1825-0097", ("0000-0002-1825-0097", "jane@x.org")),
    ],
)  # fmt: skip
def test_names_said_are_whole_words_as_written(text, words):
    assert names_said(text, BY) == words


async def test_proposal_of_a_blind_round_warns_of_texts_that_name_their_authors(
    cast, round_, new_abstract, client, sign_in
):
    named = await new_abstract(author=("Ada", "Quimby"))
    await new_abstract(author=("Eve", "Xanthos"))
    await Abstract.update({Abstract.body: "As <i>Quimby</i> has shown, Xanthos is wrong."}).where(
        Abstract.code == named
    )
    assert [(each.code, each.words) for each in await namings_in(round_)] == [(named, ("Quimby",))]
    await sign_in(client, cast.bob)
    path = f"/glasgow/committee/assignments/{round_.key}/proposal"
    assert "may name their authors" in (await client.get(path)).text
    assert await namings_in(replace(round_, blind=BlindMode.OPEN)) == []
