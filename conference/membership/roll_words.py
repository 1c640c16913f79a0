"""Words of a member list: kinds and states of membership, countries, "for ever", "nothing"."""

from __future__ import annotations

import re
from functools import lru_cache

import pycountry
from babel import Locale

from conference.membership.rules import MembershipStatus
from conference.people.rules import fold

LANGUAGES = ("en", "de", "fr", "es", "it")


def terms(text: str) -> frozenset[str]:
    """The terms of a list that is written with bars between them."""
    return frozenset(re.split(r"\s*[|\n]\s*", text.strip()))


NOTHING = terms(
    """- | -- | / | n/a | na | none | null | nil | nan | 0 | #n/a
    0000-00-00 | 00/00/0000 | 00.00.0000"""
)
FOR_EVER = terms(
    """never | lifetime | life | for life | permanent | unlimited | open | open ended | no expiry
    unbegrenzt | unbefristet | lebenslang | auf lebenszeit | nie | a vie | illimite | jamais
    permanente | de por vida | vitalicio | vitalicia | ilimitado | indefinido | nunca | a vita
    illimitato | mai"""
)

TYPE_TITLES = {
    "regular": "Regular member",
    "trainee": "Trainee member",
    "emeritus": "Emeritus member",
    "honorary": "Honorary lifetime member",
    "complimentary": "Complimentary member",
    "corporate": "Corporate member",
    "partner": "Partner-society member",
}
LIFETIME_TYPES = frozenset({"honorary"})

_TYPES = {
    "regular": """regular | ordinary | full | standard | individual | member | active member
        normal | ordentlich | ordentliches | vollmitglied | mitglied | einzelmitglied | einzel
        regular mitglied | titulaire | membre | ordinaire | individuel | adherent | regulier
        numerario | de numero | ordinario | socio | titular | individuale | effettivo""",
    "trainee": """trainee | student | students | postdoc | post doc | postdoctoral
        postdoctoral fellow | graduate student | phd student | doctoral student | student trainee
        trainee student | junior | student postdoc | in training | studierende | studierender
        studentisch | doktorand | doktorandin | juniormitglied | nachwuchs | etudiant | etudiante
        doctorant | doctorante | estudiante | studentin | doctorando | doctoranda | studente
        studentessa | dottorando | dottoranda | specializzando | en formation | in formazione""",
    "emeritus": """emeritus | emerita | retired | emeritiert | pensioniert | rentner | retraite
        retraitee | emerite | jubilado | jubilada | emerito | pensionato | pensionata""",
    "honorary": """honorary | honorary lifetime | life | lifetime | honorary life
        ehrenmitglied | ehren | lebenslang | auf lebenszeit | honoraire | d honneur | a vie
        honorario | de honor | vitalicio | vitalicia | onorario | onoraria | a vita""",
    "complimentary": """complimentary | free | gratis | kostenlos | gratuit | gratuito
        cortesia""",
    "corporate": """corporate | company | institutional | industry | sustaining
        firmenmitglied | korporativ | fordermitglied | institutionnel | entreprise | institucional
        corporativo | istituzionale | aziendale | sostenitore""",
    "partner": """partner | partner society | sister society | partnergesellschaft
        societe partenaire""",
}
_TYPE_BY_WORD = {word: key for key, words in _TYPES.items() for word in terms(words)}
_MEMBER_WORDS = re.compile(
    r"^(members?|mitglied|membres?|adherent|socios?|soci|miembro)\b ?|"
    r" ?\b(members?|membership|mitglied|mitglieder|mitgliedschaft)$"
)

_STATUSES = {
    MembershipStatus.ACTIVE: """active | aktiv | actif | active member | activo | activa
        attivo | attiva | current | paid | paid up | in good standing | good standing | good | ok
        valid | yes | y | ja | j | oui | o | si | s | true | 1 | x | bezahlt | gultig | a jour
        paye | al corriente | pagado | pagato | in regola | regolare | vigente""",
    MembershipStatus.LIFETIME: """lifetime | life | for life | lebenslang | auf lebenszeit
        a vie | vitalicio | vitalicia | a vita""",
    MembershipStatus.GRACE: """grace | grace period | in grace | unpaid | due | overdue
        dues open | open | offen | unbezahlt | nachfrist | mahnung | impaye | en retard
        pendiente de pago | impagado | moroso | non pagato""",
    MembershipStatus.LAPSED: """lapsed | expired | inactive | ended | cancelled | canceled
        resigned | terminated | former | no | n | nein | non | false | 0 | abgelaufen | inaktiv
        ausgetreten | erloschen | gekundigt | ehemalig | expire | inactif | demissionnaire | radie
        vencido | caducado | inactivo | baja | scaduto | scaduta | inattivo | cessato | decaduto""",
    MembershipStatus.SUSPENDED: """suspended | blocked | on hold | gesperrt | ruhend
        suspendiert | suspendu | suspendue | suspendido | suspendida | sospeso | sospesa""",
    MembershipStatus.APPLICANT: """applicant | applied | application | pending | candidate
        prospect | antrag | beantragt | antragsteller | bewerber | candidat | en attente | demande
        solicitante | solicitud | pendiente | candidato | richiedente | in attesa | domanda""",
}
_STATUS_BY_WORD = {word: key for key, words in _STATUSES.items() for word in terms(words)}

_COUNTRY_ALIASES = {
    "uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB",
    "great britain": "GB", "grossbritannien": "GB", "usa": "US", "u s a": "US", "u s": "US",
    "united states of america": "US", "eeuu": "US", "ee uu": "US", "korea": "KR",
    "south korea": "KR", "republic of korea": "KR", "taiwan": "TW", "russia": "RU", "iran": "IR",
    "vietnam": "VN", "czech republic": "CZ", "holland": "NL", "the netherlands": "NL",
    "turkey": "TR", "brasil": "BR", "hong kong": "HK", "macau": "MO", "pr china": "CN",
    "p r china": "CN", "ivory coast": "CI", "uae": "AE",
}  # fmt: skip


def words_of(text: str) -> str:
    """Folded words with one space between, all else gone: how terms are compared."""
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def read_type(text: str) -> tuple[str, str]:
    """Key and title of a membership type; one that we have no word for keeps its own."""
    words = words_of(text)
    bare = _MEMBER_WORDS.sub("", words).strip()
    key = _TYPE_BY_WORD.get(words) or _TYPE_BY_WORD.get(bare)
    if key or not bare:
        return key or "regular", TYPE_TITLES[key or "regular"]
    return words.replace(" ", "_")[:40], text[:120]


def read_status(text: str) -> MembershipStatus | None:
    """The status that a word means, or None for a word that we do not know."""
    return _STATUS_BY_WORD.get(words_of(text))


@lru_cache(maxsize=2000)
def country_code(text: str) -> str:
    """ISO 3166-1 alpha-2 of a code or a name in one of our languages; empty if unknown."""
    words = words_of(text)
    if len(words) == 2 and _is_code(words.upper()):
        return words.upper()
    if words in _COUNTRY_ALIASES:
        return _COUNTRY_ALIASES[words]
    return _country_names().get(words, "")


def _is_code(code: str) -> bool:
    return pycountry.countries.get(alpha_2=code) is not None


@lru_cache(maxsize=1)
def _country_names() -> dict[str, str]:
    names = {}
    for country in pycountry.countries:
        for attribute in ("alpha_3", "name", "official_name", "common_name"):
            names[words_of(getattr(country, attribute, ""))] = country.alpha_2
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and _is_code(code):
                names[words_of(name)] = code
    names.pop("", None)
    return names
