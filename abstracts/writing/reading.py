"""A form as a browser sends it, read as typed: nothing is refused, so that nothing is lost."""

from collections.abc import Iterator

from litestar.datastructures import FormMultiDict, UploadFile

from abstracts.manuscript import Figure, Manuscript, Part, compose
from abstracts.vocabulary import Preference
from abstracts.writing.author_rows import AuthorRow, AuthorRows, InstitutionRow
from abstracts.writing.forms import ManuscriptForm
from abstracts.writing.pasted_text import clean_text
from conference.people.rules import clean
from conference.web.formats import country_options

_AUTHOR_TEXTS = ("given", "family", "email", "orcid", "discloses", "disclosure")


def read_manuscript(form: FormMultiDict) -> ManuscriptForm:
    """The form as typed, cleaned of what nobody can see."""
    return ManuscriptForm(
        text=_manuscript(form),
        rows=AuthorRows(tuple(_authors(form)), tuple(_institutions(form))),
        call=clean(_one(form, "call")),
        seen=clean(_one(form, "seen")),
        key=clean(_one(form, "key")),
        command=clean(_one(form, "do")) or "save",
        pasted=_one(form, "pasted"),
    )


async def read_upload(form: FormMultiDict, name: str) -> bytes:
    """The bytes of a file that was chosen; none for none."""
    sent = form.get(name)
    return await sent.read() if isinstance(sent, UploadFile) and sent.filename else b""


def _manuscript(form: FormMultiDict) -> Manuscript:
    preference = _one(form, "preference")
    known = preference in set(Preference)
    parts = tuple(_parts(form))
    return Manuscript(
        title=clean(_one(form, "title")),
        topic=clean(_one(form, "topic")),
        preference=Preference(preference) if known else Preference.ORAL_OR_POSTER,
        body=compose(parts) if parts else clean_text(_one(form, "body")),
        second_topic=clean(_one(form, "second_topic")),
        is_for_lightning="lightning" in form or "lightning_asked" not in form,
        parts=parts,
        keywords=clean(_one(form, "keywords")),
        funding=clean_text(_one(form, "funding")),
        ethics=clean_text(_one(form, "ethics")),
        trial=clean(_one(form, "trial")),
        justification=clean_text(_one(form, "justification")),
        agreed=tuple(dict.fromkeys(clean(str(key)) for key in form.getall("agreed", []))),
        figure=_figure(form),
    )


def _parts(form: FormMultiDict) -> Iterator[Part]:
    headings, texts = form.getall("heading", []), form.getall("part", [])
    for heading, text in zip(headings, texts, strict=False):
        yield Part(clean(str(heading)), clean_text(str(text)))


def _figure(form: FormMultiDict) -> Figure | None:
    kept = clean(_one(form, "figure_kept"))
    caption, alt = clean(_one(form, "figure_caption")), clean(_one(form, "figure_alt"))
    if "figure_removed" in form or not (kept or caption or alt):
        return None
    return Figure(kept, caption, alt)


def _authors(form: FormMultiDict) -> Iterator[AuthorRow]:
    ticks = [value.split(".") for value in form.getall("at", []) if isinstance(value, str)]
    senior = {str(value) for value in form.getall("senior", [])}
    said = {name: _one(form, name) for name in ("presenting", "corresponding", "submitting")}
    for place, texts in enumerate(_columns(form, _AUTHOR_TEXTS)):
        given, family, email, orcid, discloses, disclosure = texts
        mine = frozenset(
            int(t[1]) for t in ticks if len(t) == 2 and t[0] == str(place) and t[1].isdecimal()
        )
        yield AuthorRow(
            given,
            family,
            email.lower(),
            is_presenting=said["presenting"] == str(place),
            is_corresponding=said["corresponding"] == str(place),
            ticked=mine,
            orcid=orcid,
            is_submitting=said["submitting"] == str(place),
            is_senior=str(place) in senior,
            discloses=discloses if discloses in ("no", "yes") else "",
            disclosure=disclosure,
        )


def _institutions(form: FormMultiDict) -> Iterator[InstitutionRow]:
    known = {code for code, _ in country_options()}
    for institution, city, country in _columns(form, ("institution", "city", "country")):
        yield InstitutionRow(institution, city, country if country in known else "")


def _columns(form: FormMultiDict, names: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The rows of fields that a browser sends one after the other under the same names."""
    columns = [[clean(str(value)) for value in form.getall(name, [])] for name in names]
    count = max((len(column) for column in columns), default=0)
    padded = [column + [""] * (count - len(column)) for column in columns]
    return list(zip(*padded, strict=False))[:count]


def _one(form: FormMultiDict, name: str) -> str:
    values = form.getall(name, [])
    return values[-1] if values and isinstance(values[-1], str) else ""
