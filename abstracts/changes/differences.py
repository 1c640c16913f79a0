"""What one list of authors changes against another, as sentences."""

from dataclasses import dataclass

from abstracts.manuscript import Affiliation, AuthorEntry
from conference.people.rules import fold

Authors = tuple[AuthorEntry, ...]
_FLAGS = (
    ("is_presenting", "presents"),
    ("is_corresponding", "is the corresponding author"),
    ("is_submitting", "is the submitting author"),
    ("is_senior", "is the senior author"),
)


@dataclass(frozen=True, slots=True)
class Matched:
    """An author before and after; None where they are not named."""

    before: AuthorEntry | None
    after: AuthorEntry | None


def author_differences(before: Authors, after: Authors) -> tuple[str, ...]:
    """Each change in a sentence: added, removed, renamed, institutions, flags, then the order."""
    pairs = matched(before, after)
    sentences = [sentence for pair in pairs for sentence in _sentences(pair)]
    if sentence := _order_sentence(pairs, before, after):
        sentences.append(sentence)
    return tuple(sentences)


def matched(before: Authors, after: Authors) -> tuple[Matched, ...]:
    """Who is who: the same address, else the same name, else what is left over in order."""
    left = list(before)
    found: dict[int, AuthorEntry] = {}
    for same in (_same_address, _same_name):
        for place, author in enumerate(after):
            known = next((each for each in left if place not in found and same(each, author)), None)
            if known:
                found[place] = known
                left.remove(known)
    unknown = [place for place in range(len(after)) if place not in found]
    if len(left) == len(unknown):  # as many left as new: corrected so much that nothing is the same
        found |= dict(zip(unknown, left, strict=True))
        left = []
    named = tuple(Matched(found.get(place), author) for place, author in enumerate(after))
    return (*named, *(Matched(author, None) for author in left))


def _same_address(one: AuthorEntry, other: AuthorEntry) -> bool:
    return bool(one.email) and one.email.lower() == other.email.lower()


def _same_name(one: AuthorEntry, other: AuthorEntry) -> bool:
    return fold(one.name) == fold(other.name)


def _sentences(pair: Matched) -> list[str]:
    if pair.before is None:
        assert pair.after is not None
        return [f"{pair.after.name} is added{_places(pair.after)}."]
    if pair.after is None:
        return [f"{pair.before.name} is taken out."]
    return _changes(pair.before, pair.after)


def _changes(before: AuthorEntry, after: AuthorEntry) -> list[str]:
    name, said = after.name, []
    if before.name != name:
        said.append(f"{before.name} is now {name}.")
    if before.affiliations != after.affiliations:
        said.append(
            f"{name}: {_institutions(before.affiliations)} becomes "
            f"{_institutions(after.affiliations)}."
        )
    if before.email.lower() != after.email.lower():
        said.append(f"{name}: e-mail {before.email or 'none'} becomes {after.email or 'none'}.")
    if before.orcid != after.orcid:
        said.append(f"{name}: ORCID {before.orcid or 'none'} becomes {after.orcid or 'none'}.")
    if (before.discloses, before.disclosure) != (after.discloses, after.disclosure):
        said.append(f"{name}: the disclosure is changed.")
    said += [
        f"{name} {words}." if getattr(after, flag) else f"{name} no longer {words}."
        for flag, words in _FLAGS
        if getattr(before, flag) != getattr(after, flag)
    ]
    return said


def _order_sentence(pairs: tuple[Matched, ...], before: Authors, after: Authors) -> str:
    """Those who stay, in another order among themselves."""
    kept = [(pair.before, pair.after) for pair in pairs if pair.before and pair.after]
    places = [next(n for n, each in enumerate(before) if each is old) for old, _ in kept]
    if places == sorted(places):
        return ""
    return f"The order is now: {', '.join(author.name for author in after)}."


def _places(author: AuthorEntry) -> str:
    return f" ({_institutions(author.affiliations)})" if author.affiliations else ""


def _institutions(places: tuple[Affiliation, ...]) -> str:
    return " and ".join(_line(place) for place in places) or "no institution"


def _line(place: Affiliation) -> str:
    return ", ".join(part for part in (place.institution, place.city, place.country) if part)
