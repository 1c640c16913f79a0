"""What a column of a bank's CSV holds, by its heading, in the languages that came so far."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from conference.membership.roll_records import split_line
from conference.membership.roll_words import terms
from conference.people.rules import clean, fold

DELIMITERS = (";", ",", "\t", "|")
SEARCHED_LINES = 40  # banks put account, period and balances above the headings

# Folded: no accents, lower case, one space for anything that is not a letter or a digit.
_HEADINGS = {
    "booked": """booking date | booked | booked on | date | date booked | posted | posted date
        posting date | post date | transaction date | entry date | execution date | buchungstag
        buchungsdatum | buchung | datum | buchungsdatum valuta | date comptable
        date d operation | date operation | date de l operation | date de comptabilisation
        date de l ecriture | fecha | fecha operacion | fecha de operacion | fecha contable
        f contable | fecha de registro | data | data contabile | data operazione
        data di contabilizzazione | data movimento | data registrazione | boekdatum
        boekingsdatum | data lancamento | bokforingsdag | bogforingsdato | data ksiegowania""",
    "valued": """value date | valuta | valutadatum | valuta datum | wertstellung
        wertstellungstag | wert | date valeur | date de valeur | valeur | fecha valor
        fecha de valor | f valor | data valuta | rentedatum | data valor | valutadag""",
    "amount": """amount | transaction amount | net amount | sum | value | betrag | umsatz
        buchungsbetrag | betrag in kontowahrung | montant | montant de l operation | importe
        importe del movimiento | cantidad | importo | importo in valuta conto | bedrag | montante
        valor | belopp | belob | kwota""",
    "credit": """credit | credits | credit amount | amount credited | paid in | money in
        deposit | deposits | haben | gutschrift | gutschriften | gutschrift in chf | eingang
        einnahmen | avoir | recettes | abono | abonos | haber | ingreso | ingresos | avere
        accrediti | accredito | entrate | entrata | bij | credito | creditos""",
    "debit": """debit | debits | debit amount | amount debited | paid out | money out
        withdrawal | withdrawals | soll | lastschrift | lastschriften | belastung | belastungen
        ausgang | ausgaben | doit | depenses | cargo | cargos | debe | gasto | gastos | dare
        addebiti | addebito | uscite | uscita | af | debito | debitos""",
    "direction": """credit debit | debit credit | credit debit indicator | cr dr | dr cr
        credit or debit | d c | c d | dc | cd | soll haben | s h | soll haben kennzeichen
        soll haben kennung | sens | debe haber | dare avere | segno | signo | af bij | bij af
        direction | sign""",
    "currency": """currency | ccy | account currency | transaction currency | wahrung | waehrung
        kontowahrung | devise | monnaie | moneda | divisa | valuta conto | munt | muntsoort
        moeda | whg""",
    "payer": """payer | payer name | name | name of payer | counterparty | counterparty name
        counter party | debtor | debtor name | ordering party | remitter | sender | from
        partner name | name of counterparty | originator | auftraggeber
        auftraggeber beguenstigter | auftraggeber begunstigter | auftraggeber zahlungsempfanger
        beguenstigter zahlungspflichtiger | begunstigter zahlungspflichtiger
        auftraggeber empfanger | zahlungspflichtiger | zahlungspflichtige r
        name zahlungsbeteiligter | zahlungsbeteiligter | gegenpartei | absender | einzahler
        auftraggeber name | donneur d ordre | tiers | contrepartie | nom
        nom contrepartie | nom du tiers | emetteur | debiteur | ordenante | remitente | pagador
        nombre | contraparte | ordinante | controparte | mittente | debitore | nome
        naam tegenpartij | tegenpartij | naam | naam omschrijving | ordenante beneficiario""",
    "payee": """payee | beneficiary | recipient | empfanger | zahlungsempfanger
        zahlungsempfanger in | begunstigter | beguenstigter | destinataire | beneficiaire
        beneficiario | destinatario | to""",
    "purpose": """purpose | description | details | payment details | transaction details
        remittance | remittance information | unstructured remittance information | narrative
        memo | message | text | particulars | information | payment reference | reference text
        verwendungszweck | buchungstext | zweck | vwz | mitteilung | mitteilungen
        zahlungsgrund | betreff | buchungsdetails | libelle | libelle de l operation | motif
        communication | communications | detail | details de l operation | objet
        motif du paiement | concepto | descripcion | observaciones | detalle | mas datos
        causale | descrizione | descrizione operazione | dettagli | motivazione
        causale descrizione | descrizione estesa | omschrijving | mededelingen | mededeling
        descricao | historico""",
    "reference": """reference | bank reference | transaction reference | transaction id | id
        end to end reference | end to end id | endtoend id | customer reference | entry reference
        kundenreferenz | kundenreferenz end to end | end to end referenz | ende zu ende referenz
        bankreferenz | referenz | referenznummer | buchungsreferenz | reference de l operation
        numero d operation | referencia | n de operacion | riferimento | riferimento operazione
        cro | referentie | kenmerk | sammlerreferenz""",
    "status": """status | state | umsatzstatus | buchungsstatus | statut | estado | stato""",
}
_BY_HEADING = {heading: name for name, text in _HEADINGS.items() for heading in terms(text)}
_UNIT = re.compile(r"(.+?) (?:in |en )?([a-z]{3})")
_PURPOSES = re.compile(r"(.+?) ?\d{1,2}")
_CODES = terms(
    """eur | usd | gbp | chf | jpy | sek | nok | dkk | pln | czk | huf | aud | cad | nzd | cny
    krw | inr | brl | zar | mxn | sgd | hkd"""
)


@dataclass(frozen=True, slots=True)
class Headings:
    """Where each field stands. `at` is the index of the line within the searched lines."""

    at: int = 0
    delimiter: str = ";"
    columns: dict[str, int] = field(default_factory=dict)
    purposes: tuple[int, ...] = ()
    currency: str = ""
    titles: tuple[str, ...] = ()

    @property
    def fields(self) -> int:
        return len(self.columns) + len(self.purposes)

    def missing(self) -> list[str]:
        """What a statement cannot do without and these headings lack, in words."""
        has = self.columns.keys()
        needs = (
            ("the day of booking", {"booked", "valued"}),
            ("the amount, or what came in", {"amount", "credit"}),
        )
        return [words for words, fields in needs if not fields & has]


def find_headings(lines: Sequence[str]) -> Headings:
    """The line and the delimiter that name most fields, among the first lines of a file."""
    candidates = [
        found
        for at, line in enumerate(lines[:SEARCHED_LINES])
        for delimiter in DELIMITERS
        if (found := _recognise(line, delimiter, at)) is not None
    ]
    return max(candidates, key=lambda one: (not one.missing(), one.fields), default=Headings())


def _recognise(line: str, delimiter: str, at: int) -> Headings | None:
    cells = None if len(line) > 10_000 or delimiter not in line else split_line(line, delimiter)
    if cells is None:
        return None
    columns: dict[str, int] = {}
    purposes: list[int] = []
    currency = ""
    for index, cell in enumerate(cells):
        name, unit = _field_of(cell)
        currency = currency or unit
        if name == "purpose":
            purposes.append(index)
        elif name:
            columns.setdefault(name, index)
    return Headings(at, delimiter, columns, tuple(purposes), currency, cells)


def _field_of(cell: str) -> tuple[str, str]:
    """The field of a heading, and the currency that an amount's heading names: Betrag (EUR)."""
    heading = _folded(cell)
    if name := _BY_HEADING.get(heading, ""):
        return name, ""
    if (found := _UNIT.fullmatch(heading)) and found[2] in _CODES:
        name = _BY_HEADING.get(found[1], "")
        return (name, found[2].upper()) if name in ("amount", "credit", "debit") else ("", "")
    found = _PURPOSES.fullmatch(heading)
    is_purpose = found is not None and _BY_HEADING.get(found[1]) == "purpose"
    return ("purpose" if is_purpose else "", "")


@lru_cache(maxsize=2000)
def _folded(heading: str) -> str:
    return " ".join(re.findall(r"[a-z0-9+]+", fold(clean(heading))))
