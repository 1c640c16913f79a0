"""Plausible titles and texts of the field, from a small grammar. No finding in them is real."""

import re
from random import Random

from conference.demo.science import TOPICS, TopicWords

TITLES: tuple[str, ...] = (
    "{Agent} restrains {cells} in {disease}",
    "{Agent} licenses {cells} for tissue repair after {disease}",
    "{Pathway} limits {agent} production by {cells}",
    "Loss of {pathway} unleashes {agent}-driven pathology in {disease}",
    "Crosstalk of {agent} and {cells} sustains {disease}",
    "Single-cell atlas of {agent}-responsive {cells} in {disease}",
    "Selective control of {pathway} uncouples {agent} from {agent2} in {disease}",
    "Epigenetic memory of {agent} shapes {cells} long after {disease}",
    "{Cells} sense {agent} through {pathway} during {disease}",
    "{Agent} and {agent2} cooperate to reprogramme {cells} in {disease}",
    "Spatial mapping reveals {agent} niches of {cells} in {disease}",
    "{Pathway} is a rheostat of {agent} signalling in {cells}",
    "Early {agent} predicts outcome in {disease}",
    "Neutralising {agent} restores the function of {cells} in {disease}",
    "Genome-wide screening identifies {pathway} as a checkpoint for {agent} in {cells}",
    "Why {cells} fail to respond to {agent} in {disease}",
    "Sex differences in {agent} responses of {cells}: lessons from {disease}",
    "{Cells} are the dominant source of {agent} in {disease}",
)

QUALIFIERS: tuple[str, ...] = (
    "", "", "", ": a role for {pathway}", ": evidence from {model}", " independently of {agent2}",
    ": a longitudinal study", " across the lifespan",
)  # fmt: skip

FIELD = re.compile(r"\{\w+\}")

BACKGROUND: tuple[str, ...] = (
    "{Agent} is central to {disease}, yet how {cells} interpret the signal remains unclear.",
    "{Disease} is marked by excessive {agent}, and current therapies do not reach {cells}.",
    "Whether {pathway} acts in {cells} during {disease} has not been tested directly.",
    "Clinical responses to blockade of {agent} vary widely between people with {disease}.",
)
METHODS: tuple[str, ...] = (
    "We combined {model} with single-cell RNA sequencing of {n} samples.",
    "{Cells} were isolated at {a}, {b} and {c} days and stimulated with {agent} at {d} ng/ml.",
    "We used {model} and deleted {pathway} in {cells} after disease onset.",
    "Cytokine concentrations were measured by a {n}-plex bead assay, blinded to group.",
    "Findings were tested in an independent cohort of {n} people with {disease}.",
    "Chromatin accessibility was profiled in {cells} before and after exposure to {agent}.",
)
RESULTS: tuple[str, ...] = (
    "Deletion of {pathway} raised {agent} {f}-fold (p<0.00{p}) and worsened {disease}.",
    "{Cells} lacking {pathway} produced {pc}% less {agent2} while {agent} was unchanged.",
    "A subset of {cells}, {pc}% of the total, accounted for most of the {agent} signal.",
    "Blocking {agent2} reversed the phenotype within {c} h; isotype controls had no effect.",
    "{n} genes were induced, among them CXCL9, CXCL10 and ISG15, with IC<sub>50</sub> of {d} nM.",
    "In the second cohort, {agent} above {d} pg/ml predicted relapse (hazard ratio {f}).",
    "Phosphorylation of STAT proteins peaked at {a} min and fell to baseline by {c} h.",
    "CD8<sup>+</sup> T cells were dispensable, whereas {cells} were required for protection.",
)
CONCLUSIONS: tuple[str, ...] = (
    "{Pathway} sets the threshold at which {cells} respond to {agent}.",
    "Our data place {cells} upstream of {agent} in {disease} and suggest a window for treatment.",
    "Targeting {pathway} rather than {agent} may spare host defence in {disease}.",
    "We propose that {agent} and {agent2} are not redundant but act one after the other.",
)

SYMPOSIA: tuple[str, ...] = (
    "{Topic}", "{Topic}: new mechanisms", "{Topic}: from patients to pathways",
    "{Topic}: lessons from single cells", "{Topic}: where next?", "{Topic}: time and place",
)  # fmt: skip

KEYNOTES: tuple[str, ...] = (
    "Interferons at seventy: what the first cytokine still hides",
    "From receptor geometry to medicines: rewriting the language of cytokines",
)
PLENARIES: tuple[str, ...] = (
    "Cytokines across the lifespan",
    "Barriers, microbes and the interferon response",
    "Inflammation, cancer and repair",
)
INVITED: tuple[str, ...] = (
    "Rethinking {agent} in {disease}",
    "{Cells}: guardians and troublemakers",
    "{Pathway} at the crossroads of immunity and repair",
    "What {disease} has taught us about {agent}",
    "Decoding {agent} one cell at a time",
    "{Agent} beyond {disease}",
)


def make_title(rng: Random, topic: TopicWords) -> str:
    """The title of one abstract of this topic."""
    pattern, qualifier = rng.choice(TITLES), rng.choice(QUALIFIERS)
    says_it_already = any(word in pattern.lower() for word in FIELD.findall(qualifier))
    return _filled(rng, topic, pattern + ("" if says_it_already else qualifier))


def make_invited_title(rng: Random, topic: TopicWords) -> str:
    """The title of an invited talk: broader than an abstract's."""
    return _filled(rng, topic, rng.choice(INVITED))


def make_body(rng: Random, topic: TopicWords) -> str:
    """A structured abstract of 1,000 to 2,100 characters in four paragraphs."""
    chosen = _choice_of_words(rng, topic)
    paragraphs = (
        ("Background", rng.sample(BACKGROUND, rng.randint(2, 3))),
        ("Methods", rng.sample(METHODS, rng.randint(3, 5))),
        ("Results", rng.sample(RESULTS, rng.randint(4, 7))),
        ("Conclusions", rng.sample(CONCLUSIONS, rng.randint(1, 3))),
    )
    return "\n".join(
        f"{head}: " + " ".join(_filled(rng, topic, sentence, chosen) for sentence in sentences)
        for head, sentences in paragraphs
    )


def symposium_title(number: int) -> str:
    """The title of the n-th symposium (from 0): each topic once before any comes again."""
    topic = TOPICS[number % len(TOPICS)]
    return SYMPOSIA[(number // len(TOPICS)) % len(SYMPOSIA)].format(Topic=topic.title)


def _choice_of_words(rng: Random, topic: TopicWords) -> dict[str, str]:
    first, second = rng.sample(topic.agents, 2)
    return {
        "agent": first,
        "agent2": second,
        "cells": rng.choice(topic.cells),
        "pathway": rng.choice(topic.pathways),
        "disease": rng.choice(topic.diseases),
        "model": rng.choice(topic.models),
    }


def _filled(
    rng: Random, topic: TopicWords, pattern: str, chosen: dict[str, str] | None = None
) -> str:
    words = chosen or _choice_of_words(rng, topic)
    numbers = {
        "n": rng.randint(18, 240), "a": rng.randint(1, 3), "b": rng.randint(5, 9),
        "c": rng.randint(12, 48), "d": rng.randint(2, 90), "p": rng.randint(1, 5),
        "f": f"{rng.randint(14, 79) / 10:.1f}", "pc": rng.randint(8, 74),
    }  # fmt: skip
    capital = {key.capitalize(): _capital(word) for key, word in words.items()}
    filled = pattern.format(**words, **capital, **numbers)
    return _capital(filled)


def _capital(text: str) -> str:
    # Names such as m6A, gp130 and cGAS keep their small letter.
    first_word = text.split()[0]
    if any(char.isupper() or char.isdigit() for char in first_word):
        return text
    return text[:1].upper() + text[1:]
