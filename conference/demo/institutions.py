"""Invented institutions in real cities of some fifty countries. None of them exists."""

from dataclasses import dataclass
from functools import lru_cache
from random import Random


@dataclass(frozen=True, slots=True)
class Institution:
    """Where a synthetic person works; `domain` is under .example, so no letter ever arrives."""

    name: str
    city: str
    country: str
    domain: str


@dataclass(frozen=True, slots=True)
class Land:
    """A country of the demo: how many come from it, its cities, and how it names institutions."""

    country: str
    weight: int
    language: str
    cities: tuple[str, ...]


PATTERNS: dict[str, tuple[str, ...]] = {
    "en": (
        "{} University",
        "{} Institute for Interferon Research",
        "{} Medical School",
        "University of {}, School of Infection and Immunity",
        "{} Children’s Hospital Research Centre",
        "The {} Centre for Host Defence",
    ),
    "int": (
        "{} University of Medicine",
        "{} National Institute of Immunology",
        "{} Biomedical Research Centre",
        "{} University",
    ),
    "de": (
        "Universität {}",
        "{}-Institut für Molekulare Immunologie und Infektionsbiologie",
        "Universitätsklinikum {}",
    ),
    "fr": ("Université de {}", "Institut {} d’Immunologie", "Hôpital universitaire {}"),
    "es": ("Universidad de {}", "Instituto {} de Inmunología", "Hospital Clínico {}"),
    "pt": ("Universidade de {}", "Instituto {} de Biologia Molecular"),
    "it": ("Università di {}", "Istituto {} di Ricerche Biomediche"),
    "nl": ("Universiteit {}", "{} Medisch Centrum"),
    "sv": ("{} universitet", "{} Institutet för inflammation"),
    "pl": ("Uniwersytet {}", "Instytut Immunologii {}"),
    "tr": ("{} Üniversitesi", "{} Tıp Fakültesi"),
}

INVENTED: dict[str, tuple[str, ...]] = {
    "en": (
        "Alderbrook", "Larkmere", "Northwick Vale", "Thistlemoor", "Westering", "Harrowfen",
        "Cedarholt", "Millstream", "Fernhaven", "Ravensgate", "Whitecairn", "Juniper Ridge",
        "Silverbeck", "Meadowlark", "Copperhill", "Eastmarch", "Quillon", "Brackenridge",
        "Stonewater", "Lindenmoor", "Highgrove Falls", "Windmere Bay",
    ),
    "int": (
        "East Lake", "Golden Hill", "Blue River", "Morning Star", "White Crane", "Cedar Gate",
        "Four Springs", "Sunward", "Lotus Bay", "Stone Bridge", "Old Harbour", "Amber Coast",
        "Green Valley", "Silver Birch", "North Shore", "Seven Oaks", "Red Cliff", "Willow Park",
        "Saffron Field",
    ),
    "de": ("Falkenrode", "Silberquell", "Lindenwerth", "Rosenthal-Kamp", "Hohenbuchen", "Eibenau"),
    "fr": ("Clairvaudan", "Beaumarais", "Val-Dorémy", "Montclairin", "Ste-Orlande", "Rivecourbe"),
    "es": ("Valdeluz", "Montesanto", "Río Claro", "Fuentenegra", "Almazarilla", "San Telmo"),
    "pt": ("Vale Sereno", "Serra d’Ouro", "Ribeira Funda", "Monte Alvo"),
    "it": ("Valserena", "Roccamora", "Montechiaro", "Acquafredda"),
    "nl": ("Zuiderhoek", "Oosterwolde-Rijn", "Duinlust"),
    "sv": ("Björkvik", "Norrhamra", "Granfors", "Södersund", "Havsnes"),
    "pl": ("Jasnogórze", "Zielonka", "Białobrzeg"),
    "tr": ("Göksu", "Ihlamur", "Akçadere"),
}  # fmt: skip

LANDS: tuple[Land, ...] = (
    Land(
        "US",
        150,
        "en",
        (
            "Boston",
            "Seattle",
            "Baltimore",
            "Durham",
            "Houston",
            "St. Louis",
            "Pittsburgh",
            "San Diego",
            "Ann Arbor",
            "Nashville",
        ),
    ),
    Land(
        "GB",
        70,
        "en",
        ("Glasgow", "Cardiff", "Oxford", "Newcastle upon Tyne", "Manchester", "Dundee"),
    ),
    Land("DE", 60, "de", ("Freiburg im Breisgau", "Heidelberg", "München", "Hannover", "Bochum")),
    Land("JP", 45, "int", ("Kanazawa", "Osaka", "Tokyo", "Sapporo")),
    Land("CN", 40, "int", ("Wuhan", "Shanghai", "Guangzhou", "Hangzhou")),
    Land("KR", 35, "int", ("Seoul", "Daejeon", "Gwangju")),
    Land("FR", 30, "fr", ("Lyon", "Montpellier", "Paris", "Strasbourg")),
    Land("AU", 28, "en", ("Melbourne", "Brisbane", "Perth")),
    Land("CA", 26, "en", ("Toronto", "Montréal", "Calgary")),
    Land("IT", 24, "it", ("Milano", "Padova", "Napoli")),
    Land("GR", 22, "int", ("Athens", "Heraklion", "Patras")),
    Land("NL", 20, "nl", ("Utrecht", "Leiden", "Rotterdam")),
    Land("AT", 18, "de", ("Wien", "Innsbruck")),
    Land("CH", 18, "de", ("Zürich", "Basel")),
    Land("SE", 16, "sv", ("Göteborg", "Uppsala", "Malmö")),
    Land("ES", 16, "es", ("València", "Sevilla", "Bilbao")),
    Land("IE", 14, "en", ("Dublin", "Galway")),
    Land("IN", 14, "int", ("Bengaluru", "Pune", "Kolkata")),
    Land("BR", 12, "pt", ("São Paulo", "Ribeirão Preto", "Belo Horizonte")),
    Land("DK", 12, "sv", ("Aarhus", "København")),
    Land("IL", 10, "int", ("Haifa", "Rehovot")),
    Land("PL", 10, "pl", ("Wrocław", "Łódź", "Kraków")),
    Land("BE", 10, "nl", ("Gent", "Leuven")),
    Land("TR", 10, "tr", ("İstanbul", "İzmir", "Eskişehir")),
    Land("TW", 8, "int", ("Taipei", "Tainan")),
    Land("SG", 8, "int", ("Singapore",)),
    Land("CZ", 7, "int", ("Brno", "Olomouc")),
    Land("NO", 7, "sv", ("Tromsø", "Bergen")),
    Land("FI", 7, "sv", ("Turku", "Oulu")),
    Land("PT", 6, "pt", ("Coimbra", "Porto")),
    Land("HU", 6, "int", ("Szeged", "Debrecen")),
    Land("NZ", 6, "en", ("Dunedin", "Wellington")),
    Land("ZA", 6, "en", ("Cape Town", "Durban")),
    Land("MX", 6, "es", ("Ciudad de México", "Guadalajara")),
    Land("AR", 5, "es", ("Buenos Aires", "Córdoba")),
    Land("UA", 5, "int", ("Kyiv", "Lviv")),
    Land("TH", 5, "int", ("Bangkok", "Chiang Mai")),
    Land("EG", 5, "int", ("Cairo", "Assiut")),
    Land("NG", 5, "en", ("Ibadan", "Lagos")),
    Land("VN", 5, "int", ("Hà Nội", "Đà Nẵng")),
    Land("RO", 4, "int", ("Cluj-Napoca", "Iași")),
    Land("IS", 4, "int", ("Reykjavík",)),
    Land("SI", 4, "int", ("Ljubljana",)),
    Land("EE", 3, "int", ("Tartu",)),
    Land("SA", 3, "int", ("Riyadh",)),
    Land("ID", 3, "int", ("Yogyakarta", "Bandung")),
    Land("KE", 3, "en", ("Nairobi", "Kisumu")),
    Land("GH", 2, "en", ("Kumasi",)),
    Land("CL", 2, "es", ("Valparaíso",)),
    Land("RS", 2, "int", ("Novi Sad",)),
)


@lru_cache(maxsize=1)
def all_institutions() -> tuple[Institution, ...]:
    """Every institution of the demo: the same ones in the same order, always."""
    made: list[Institution] = []
    used: dict[str, int] = dict.fromkeys(PATTERNS, 0)
    for land in LANDS:
        for city in land.cities:
            for _ in range(2 if land.weight >= 14 else 1):
                made.append(_institution(land, city, used[land.language]))
                used[land.language] += 1
    return tuple(made)


def pick_institution(rng: Random) -> Institution:
    """An institution, each country as often as its weight says."""
    land = rng.choices(LANDS, weights=[land.weight for land in LANDS])[0]
    return rng.choice(institutions_in(land.country))


@lru_cache(maxsize=len(LANDS))
def institutions_in(country: str) -> tuple[Institution, ...]:
    """The invented institutions of one country."""
    return tuple(each for each in all_institutions() if each.country == country)


def _institution(land: Land, city: str, number: int) -> Institution:
    # Each round over the words starts one pattern later, so that pairs come once.
    words, patterns = INVENTED[land.language], PATTERNS[land.language]
    word = words[number % len(words)]
    pattern = patterns[(number + number // len(words)) % len(patterns)]
    return Institution(
        pattern.format(word), city, land.country, f"i{number}.{land.language}.example"
    )
