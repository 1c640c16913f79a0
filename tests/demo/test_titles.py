"""Plausible words of the field, never placeholder text, never too long."""

from __future__ import annotations

from random import Random

from abstracts.length import LengthPolicy, count_length
from abstracts.vocabulary import Preference
from conference.demo.crowd import PersonMaker, Standing
from conference.demo.papers import PaperWriter
from conference.demo.science import TOPICS
from conference.demo.seeded import Seeded
from conference.demo.titles import make_body, make_title


def test_titles_and_texts_are_filled_in() -> None:
    rng = Random(2)
    for topic in TOPICS:
        for _ in range(40):
            title, body = make_title(rng, topic), make_body(rng, topic)
            assert "{" not in title + body
            assert "lorem" not in body.lower()
            assert title[0] == title[0].upper() or any(
                c.isupper() or c.isdigit() for c in title.split()[0]
            )
            assert [line.split(":")[0] for line in body.split("\n")] == [
                "Background", "Methods", "Results", "Conclusions",
            ]  # fmt: skip


def test_every_abstract_fits_the_society_s_policy() -> None:
    seeded = Seeded(4, "papers")
    maker, writer = PersonMaker(seeded), PaperWriter(seeded)
    for number in range(150):
        topic = TOPICS[number % len(TOPICS)].code
        said = writer.write(maker.make(Standing.REGULAR), topic, Preference.ORAL_OR_POSTER)
        assert count_length(LengthPolicy(), said.title, said.authors, said.body).fits
        assert sum(author.is_presenting for author in said.authors) == 1
        assert sum(author.is_corresponding for author in said.authors) == 1
        assert 4 <= len(said.authors) <= 20
