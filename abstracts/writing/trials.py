"""Numbers of clinical trial registrations: whether they can be one of a known register."""

import re

REGISTERS: dict[str, re.Pattern[str]] = {
    "ClinicalTrials.gov": re.compile(r"NCT\d{8}"),
    "ISRCTN": re.compile(r"ISRCTN\d{8}"),
    "EU Clinical Trials (CTIS)": re.compile(r"(?:EUCT\s?)?20\d\d-5\d{5}-\d\d-\d\d"),
    "EudraCT": re.compile(r"(?:EUDRACT:?\s?)?(?:19|20)\d\d-\d{6}-\d\d"),
    "ChiCTR": re.compile(r"CHICTR(?:\d{10}|-[A-Z]{2,5}-\d{8})"),
    "ANZCTR": re.compile(r"ACTRN\d{14}p?"),
    "DRKS": re.compile(r"DRKS\d{8}"),
    "jRCT": re.compile(r"JRCT(?:\d{10}|S\d{9})"),
    "UMIN": re.compile(r"UMIN\d{9}"),
    "CTRI": re.compile(r"CTRI/20\d\d/\d{2,3}/\d{6}"),
    "CRIS": re.compile(r"KCT\d{7}"),
    "PACTR": re.compile(r"PACTR\d{15,16}"),
    "IRCT": re.compile(r"IRCT\d{8,14}N\d{1,2}"),
    "ReBec": re.compile(r"RBR-[0-9A-Z]{6,8}"),
    "TCTR": re.compile(r"TCTR\d{11}"),
    "NTR": re.compile(r"N(?:TR|L-?OMON)\s?\d{3,6}"),
    "UTN": re.compile(r"U1111-\d{4}-\d{4}"),
}
EXAMPLES = "NCT01234567, ISRCTN12345678, EudraCT 2012-001234-56 or ChiCTR2000012345"


def register_of(number: str) -> str:
    """The register that gives numbers of this form; "" for none."""
    signs = number.strip().upper()
    return next((name for name, form in REGISTERS.items() if form.fullmatch(signs)), "")


def trial_problem(typed: str) -> str:
    """A sentence about a number of no register's form; several are parted by commas; "" is fine."""
    wrong = [each.strip() for each in re.split(r"[,;\n]", typed) if each.strip()]
    wrong = [each for each in wrong if not register_of(each)]
    if not wrong:
        return ""
    return f"“{wrong[0][:40]}” is not the number of a trial register, such as {EXAMPLES}."
