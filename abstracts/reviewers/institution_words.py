"""Words in the names of institutions: other languages, short forms, towns, what to leave out."""


def words(text: str) -> frozenset[str]:
    """The words of a line."""
    return frozenset(text.split())


def _all(english: str, others: str) -> dict[str, str]:
    return dict.fromkeys(words(others), english)


# Every language's word, folded, as the English one. Compounds become two words.
WORDS: dict[str, str] = {
    **_all(
        "university",
        "univ uni universitat universitaet universite universidad universidade universita"
        " universiteit universitet universitetet universities uniwersytet univerzita univerzitet"
        " egyetem yliopisto universitas unis",
    ),
    **_all(
        "hospital",
        "hospitals hopital hopitaux krankenhaus spital klinikum ospedale ziekenhuis sykehus"
        " sjukhus infirmary",
    ),
    **_all(
        "university hospital",
        "universitatsklinikum universitatsspital universitatskrankenhaus universitatsmedizin"
        " universitaetsklinikum inselspital",
    ),
    **_all("institute", "institut institutes instituto istituto inst instytut"),
    **_all("center", "centre centro zentrum centrum ctr"),
    **_all("technical", "technische technisches tecnica technique technological"),
    **_all("department", "dept dep departement departamento dipartimento abteilung"),
    **_all("division", "div divisione"),
    **_all("faculty", "fac fakultat faculte facultad facolta faculteit"),
    **_all("medical", "medizinische medicale medica med"),
    **_all("medicine", "medizin medecine medicina geneeskunde"),
    **_all("school", "hochschule ecole escuela scuola"),
    **_all("laboratory", "laboratories laboratoire lab labs laboratorium"),
    **_all("academy", "akademie academie academia accademia"),
    "freie": "free",
    "libre": "free",
    "saint": "st",
    "sankt": "st",
    "tech": "technology",
}

# Towns that have another name in English.
TOWNS: dict[str, str] = {
    "munchen": "munich",
    "wien": "vienna",
    "geneve": "geneva",
    "genf": "geneva",
    "koln": "cologne",
    "roma": "rome",
    "milano": "milan",
    "torino": "turin",
    "napoli": "naples",
    "firenze": "florence",
    "genova": "genoa",
    "padova": "padua",
    "praha": "prague",
    "karlova": "charles",
    "warszawa": "warsaw",
    "warszawski": "warsaw",
    "jagiellonski": "jagiellonian",
    "lisboa": "lisbon",
    "kobenhavns": "copenhagen",
    "kobenhavn": "copenhagen",
    "goteborgs": "gothenburg",
    "goteborg": "gothenburg",
    "stockholms": "stockholm",
    "bruxelles": "brussels",
    "brussel": "brussels",
    "gent": "ghent",
    "bale": "basel",
    "nurnberg": "nuremberg",
    "hannover": "hanover",
    "sevilla": "seville",
    "bourgogne": "burgundy",
    "helsingin": "helsinki",
}

# Whole names that are usually shortened.
SHORT: dict[str, str] = {
    "mit": "massachusetts institute of technology",
    "caltech": "california institute of technology",
    "eth": "eth zurich",
    "ethz": "eth zurich",
    "ucl": "university college london",
    "kcl": "kings college london",
    "imperial college": "imperial college london",
    "lmu": "university of munich",
    "lmu munich": "university of munich",
    "tum": "technical university of munich",
    "tu munich": "technical university of munich",
    "ucla": "university of california los angeles",
    "ucsf": "university of california san francisco",
    "ucsd": "university of california san diego",
    "ucb": "university of california berkeley",
    "upenn": "university of pennsylvania",
    "penn state": "pennsylvania state university",
    "unc chapel hill": "university of north carolina chapel hill",
    "nyu": "new york university",
    "nih": "national institute of health",
    "lshtm": "london school of hygiene and tropical medicine",
    "charite": "charite university hospital berlin",
    "ku leuven": "university of leuven",
    "catholic university of leuven": "university of leuven",
    "katholieke university leuven": "university of leuven",
    "uc louvain": "university of louvain",
}

# After whom German universities are called besides their town.
NAMESAKES = words(
    "ruprecht karls eberhard johannes gutenberg johann wolfgang goethe friedrich alexander"
    " rheinische"
    " wilhelms albert ludwigs ludwig maximilian maximilians julius georg august christian albrechts"
    " justus liebig westfalische heinrich heine schiller otto guericke martin luther philipps"
)

# Where "University of X" and "X University" are two universities.
TWO_OF_A_NAME = frozenset({"washington", "york", "miami", "newcastle"})

# A university with campuses that are institutions of their own.
SYSTEMS = frozenset(
    {
        "california",
        "texas",
        "colorado",
        "illinois",
        "wisconsin",
        "maryland",
        "massachusetts",
        "alabama",
        "missouri",
        "nebraska",
        "tennessee",
        "north carolina",
        "new york state",
    }
)

# So large that sharing one says nothing, when something nearer is named as well.
UMBRELLAS = frozenset({"cnrs", "inserm", "csic", "cnr", "academy chinese sciences"})

FILLERS = words(
    "the of at in a an de di da do dos del della der des die das du la le les el d l for"
    " fur fuer and"
    " und y e et van von zu za na i w inc ltd gmbh ag plc corp llc"
)
COUNTRIES = words(
    "usa us uk gb united kingdom states america england scotland wales ireland germany deutschland"
    " france italy italia spain espana switzerland schweiz austria japan china australia canada"
    " netherlands belgium sweden denmark norway finland poland israel india brazil korea"
)
