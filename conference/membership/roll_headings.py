"""What a column of a member list holds, by its heading, in the languages that came so far."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from conference.membership.roll_records import split_line
from conference.membership.roll_words import terms
from conference.people.rules import clean, fold

DELIMITERS = (",", ";", "\t", "|")
SEARCHED_LINES = 25  # titles and dates of an export may stand above the headings

FIELD_TITLES = {
    "number": "member number",
    "email": "e-mail",
    "given_name": "given name",
    "family_name": "family name",
    "name": "name",
    "type": "membership type",
    "status": "status",
    "valid_from": "valid from",
    "valid_to": "valid to",
    "year": "year",
    "affiliation": "affiliation",
    "city": "city",
    "country": "country",
}

# Folded: no accents, lower case, one space for anything that is not a letter or a digit.
_HEADINGS = {
    "number": """member number | membership number | member no | membership no | member nr | nr
        member id | membership id | memberid | id | no | number | member | membre no
        mitgliedsnummer | mitglieds nummer | mitglieds nr | mitgliedsnr | mitglied nr
        mitglieds id | nummer | lidnummer | numero d adherent | no d adherent | n d adherent
        no adherent | n adherent | numero adherent | numero de membre | numero membre
        no de membre | n de membre | n membre | matricule | numero | numero de socio | no de socio
        n de socio | no socio | n socio | numero socio | num socio | codigo de socio
        numero de miembro | no de miembro | numero di socio | numero tessera | tessera
        numero di tessera | n tessera | no tessera | tessera n | codice socio | matricola | n
        num""",
    "email": """e mail | email | mail | e mail address | email address | mail address
        primary email | primary e mail | contact email | e mail 1 | email 1 | e mail adresse
        email adresse | emailadresse | mailadresse | mail adresse | adresse e mail | adresse email
        adresse mail | adresse electronique | courriel | mel | correo | correo electronico
        correo e | direccion de correo | direccion de correo electronico | direccion de e mail
        posta elettronica | indirizzo e mail | indirizzo email | indirizzo mail
        indirizzo di posta elettronica""",
    "given_name": """given name | given names | first name | firstname | first names | forename
        forenames | given | first | vorname | vornamen | prenom | prenoms | nombre de pila
        nombres | primer nombre | nome di battesimo | voornaam | nome proprio""",
    "family_name": """family name | last name | lastname | surname | family | last | nachname
        familienname | zuname | nom de famille | nom d usage | apellido | apellidos | cognome
        cognomi | achternaam | sobrenome""",
    "name": """full name | fullname | member name | display name | first name last name
        given name family name | vorname nachname | vorname name | vor und nachname | nom complet
        prenom nom | prenom et nom | nombre completo | nombre y apellidos | nombre apellidos
        nome completo | nome e cognome | nome cognome | naam | last name first name
        surname first name | family name given name | nachname vorname | name vorname | nom prenom
        nom et prenom | nom prenoms | apellidos y nombre | apellidos nombre | cognome e nome
        cognome nome | nominativo""",
    "type": """type | membership type | member type | category | membership category
        member category | membership level | level | class | member class | membership | grade
        mitgliedsart | mitgliedschaft | mitgliedstyp | mitgliedskategorie | art
        art der mitgliedschaft | typ | kategorie | beitragsgruppe | type d adhesion | categorie
        type de membre | type d adherent | categorie de membre | tipo | tipo de socio | categoria
        tipo de membresia | categoria de socio | tipo di socio | tipologia | tipologia socio
        categoria socio | qualifica""",
    "status": """status | membership status | member status | state | standing | active
        mitgliedsstatus | mitgliederstatus | aktiv | statut | etat | actif | estado | situacion
        activo | stato | stato socio | stato iscrizione | attivo""",
    "valid_from": """valid from | from | start | start date | membership start
        membership start date | begin | begins | begin date | member since | since | joined
        join date | date joined | joining date | joined on | effective date | valid since
        gultig von | gueltig von | gultig ab | gueltig ab | von | ab | beginn
        beginn der mitgliedschaft | mitglied seit | eintritt | eintrittsdatum | seit | valable du
        valable des | debut | date de debut | date d adhesion | adhesion | depuis | membre depuis
        adherent depuis | du | valide du | valido desde | valida desde | desde | fecha de inicio
        fecha inicio | inicio | fecha de alta | fecha alta | alta | socio desde | miembro desde
        valido dal | valida dal | dal | inizio | data inizio | data di inizio | data iscrizione
        data di iscrizione | iscritto dal | socio dal | decorrenza""",
    "valid_to": """valid to | valid until | valid through | valid till | valid thru | to
        until | through | end | ends | end date | membership end | membership end date | expires
        expires on | expiry | expiry date | expiration | expiration date | paid through | paid to
        paid until | paid thru | gultig bis | gueltig bis | bis | ende | enddatum | ablauf
        ablaufdatum | ablauf am | bezahlt bis | mitglied bis | valable jusqu au | valable au
        jusqu au | au | fin | date de fin | fin d adhesion | echeance | date d echeance
        date d expiration | fin de validite | valide jusqu au | valido hasta | valida hasta
        hasta | fecha de fin | fecha fin | caducidad | fecha de caducidad | vencimiento
        fecha de vencimiento | valido fino al | valida fino al | valido al | fino al | al | fine
        data fine | data di fine | scadenza | data scadenza | data di scadenza""",
    "year": """year | membership year | paid for | paid for year | dues year | dues paid for
        jahr | beitragsjahr | mitgliedsjahr | annee | annee d adhesion | annee de cotisation | ano
        anno | ano de cuota | anno sociale | anno di iscrizione | ejercicio""",
    "affiliation": """affiliation | institution | organisation | organization | company
        employer | university | institute | einrichtung | institut | firma | universitat
        arbeitgeber | etablissement | organisme | institucion | centro | universidad | empresa
        afiliacion | istituzione | ente | istituto | universita | affiliazione | azienda""",
    "city": """city | town | place | ort | stadt | wohnort | ville | ciudad | localidad
        poblacion | citta | comune | localita""",
    "country": """country | country code | land | staat | pays | pais | paese | nazione
        nation""",
}
_BY_HEADING = {heading: field for field, text in _HEADINGS.items() for heading in terms(text)}
_PART_OR_WHOLE = {"name", "nom", "nombre", "nome"}  # a part of the name if the other part is there
_FAMILY_FIRST = re.compile(
    r"(last|surname|family|nachname|name|nom|apellidos|cognome)\b.*"
    r"\b(first|given|vorname|prenoms?|nombre|nome)\b.*"
)


@dataclass(frozen=True, slots=True)
class Headings:
    """Where each field stands. `at` is the index of the line within the searched lines."""

    at: int
    delimiter: str
    width: int
    columns: dict[str, int]
    titles: dict[str, str]
    ignored: tuple[str, ...] = ()

    @property
    def is_family_first(self) -> bool:
        """Whether the one column of names says "family, given" in its heading."""
        return bool(_FAMILY_FIRST.fullmatch(_folded(self.titles.get("name", ""))))

    def missing(self) -> list[str]:
        """What a member list cannot do without and these headings lack, in words."""
        has = self.columns.keys()
        needs = (
            ("a member number or an e-mail address", {"number", "email"}),
            ("a name", {"name", "family_name"}),
            ("the last day of membership (“valid to”) or its year", {"valid_to", "year"}),
        )
        return [words for words, fields in needs if not fields & has]


def find_headings(lines: Sequence[str]) -> Headings:
    """The line and the delimiter that name most fields, among the first lines of a file."""
    candidates = [
        _recognise(cells, delimiter, at)
        for at, line in enumerate(lines[:SEARCHED_LINES])
        for delimiter in DELIMITERS
        if (cells := _cells_of(line, delimiter)) is not None
    ]
    return _best(candidates)


def find_headings_of_rows(rows: Sequence[Sequence[str]]) -> Headings:
    """The row of a spreadsheet that names most fields, among its first rows."""
    return _best([_recognise(cells, "", at) for at, cells in enumerate(rows[:SEARCHED_LINES])])


def _best(candidates: Sequence[Headings]) -> Headings:
    nothing = Headings(0, ",", 0, {}, {})
    return max(candidates, key=lambda one: len(one.columns), default=nothing)


def _cells_of(line: str, delimiter: str) -> Sequence[str] | None:
    if len(line) > 10_000 or delimiter not in line:
        return None
    return split_line(line, delimiter)


def _recognise(cells: Sequence[str], delimiter: str, at: int) -> Headings:
    columns: dict[str, int] = {}
    for index, cell in enumerate(cells):
        field = _field_of(cell, cells)
        if field:
            columns.setdefault(field, index)
    titles = {field: cells[index] for field, index in columns.items()}
    ignored = tuple(
        cell for index, cell in enumerate(cells) if cell and index not in columns.values()
    )
    return Headings(at, delimiter, len(cells), columns, titles, ignored)


def _field_of(cell: str, cells: Sequence[str]) -> str:
    heading = _folded(cell)
    if heading in _PART_OR_WHOLE:
        others = {_BY_HEADING.get(_folded(other), "") for other in cells}
        if "given_name" in others:
            return "family_name"
        return "given_name" if "family_name" in others else "name"
    return _BY_HEADING.get(heading, "")


@lru_cache(maxsize=2000)
def _folded(heading: str) -> str:
    words = fold(clean(heading)).replace("#", " no ")
    return " ".join(re.findall(r"[a-z0-9]+", words))
