"""The paper: every number on it, in any script and currency, over as many pages as it takes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from conference.registration.documents.content import (
    DocumentContent,
    Party,
    PrintedLine,
    Received,
    decode,
    encode,
)
from conference.registration.documents.pdf import document_pdf
from conference.registration.documents.rules import DocumentKind
from tests.registration.documents.reading import printed, reader, text_of

FEE = PrintedLine("Regular member", 427_00, 77_00, 2200, 1, "Early price.", "Alice Ångström")
DINNER = PrintedLine("Dinner", 110_00, 10_00, 1000, 2)
NAMES = (
    "Łukasz Wiśniewski",
    "Γιώργος Παπαδόπουλος",
    "Ольга Иванова",
    "王小明",
    "佐藤 直美",
    "김민준",
    "Đỗ Thị Ánh",
)
SHAPED = ("محمد عبد الله", "अनिता शर्मा", "דוד כהן", "สมชาย ใจดี")


def content(**changes: Any) -> DocumentContent:
    values: dict[str, Any] = {
        "kind": DocumentKind.INVOICE,
        "number": "SOS-INV-2027-00042",
        "issued_on": date(2027, 5, 10),
        "issuer": Party("Society of Signals e.V.", "1 Quay Street\nGlasgow", "GB", "GB 123"),
        "bill_to": Party("Clyde Institute", "12 Shore Road\n20146 Hamburg", "DE", "DE 1"),
        "order": "7QX2ABCD",
        "event": "Signals 2027, 17–20 Oct 2027, Glasgow",
        "currency": "EUR",
        "lines": (FEE,),
        "tax_word": "VAT",
        "reference": "RF65 7QX2 ABCD",
        "bank": "IBAN GB33 BUKB 2020",
        "footer": "Charity SC012345",
    }
    return DocumentContent(**{**values, **changes})


def test_document_pdf_says_who_what_and_how_much() -> None:
    """T02: 350.00 net, 77.00 tax, 427.00."""
    text = printed(content(due=427_00, due_on=date(2027, 5, 24), purchase_order="PO-7"))
    for words in (
        "Society of Signals e.V.",
        "Tax number GB 123",
        "Clyde Institute",
        "20146 Hamburg",
        "Germany",
        "SOS-INV-2027-00042",
        "Mon 10 May 2027",
        "PO-7",
        "Signals 2027, 17–20 Oct 2027, Glasgow",
        "Alice Ångström",
        "Early price.",
        "VAT 22 % on 350.00",
        "77.00",
        "427.00 EUR",
        "Please pay 427.00 EUR by Mon 24 May 2027",
        "RF65 7QX2 ABCD",
        "IBAN GB33 BUKB 2020",
        "Page 1 of 1",
    ):
        assert words in text, words


def test_document_pdf_sums_the_tax_of_each_rate() -> None:
    text = printed(content(lines=(FEE, DINNER)))
    assert "VAT 22 % on 350.00" in text
    assert "VAT 10 % on 100.00" in text
    assert "Total 537.00 EUR" in text


def test_document_pdf_prints_the_words_of_a_reverse_charge() -> None:
    note = "Reverse charge: the recipient is liable for the tax."
    line = PrintedLine("Regular member", 350_00)
    text = printed(content(lines=(line,), notes=(note,)))
    assert note in text
    assert "VAT 0 % on 350.00 0.00" in text


@pytest.mark.parametrize(
    ("currency", "amount", "shown"),
    [("EUR", 1_234_50, "1,234.50 EUR"), ("JPY", 45_000, "45,000 JPY"), ("KWD", 1_500, "1.500 KWD")],
)
def test_document_pdf_has_the_decimals_of_the_currency(
    currency: str, amount: int, shown: str
) -> None:
    lines = (PrintedLine("Regular member", amount),)
    assert f"Total {shown}" in printed(content(currency=currency, lines=lines))


def test_document_pdf_says_that_a_pro_forma_is_no_invoice() -> None:
    text = printed(content(kind=DocumentKind.PRO_FORMA, due=427_00))
    assert "This is not an invoice" in text
    assert "not an invoice" not in printed(content())


def test_document_pdf_names_what_a_credit_note_corrects() -> None:
    line = PrintedLine("Regular member", -427_00, -77_00, 2200, -1)
    text = printed(
        content(
            kind=DocumentKind.CREDIT_NOTE,
            lines=(line,),
            corrects="SOS-INV-2027-00041",
            reason="Wrong name.",
        )
    )
    assert "Credit for invoice SOS-INV-2027-00041. Wrong name." in text
    assert "Total -427.00 EUR" in text


def test_document_pdf_of_a_receipt_says_what_came_and_what_is_due() -> None:
    received = Received(100_00, date(2027, 5, 9), "Bank transfer", "TRX 1", 327_00)
    text = printed(content(kind=DocumentKind.RECEIPT, received=received))
    assert "Received with thanks: 100.00 EUR" in text
    assert "Bank transfer, Sun 9 May 2027, reference TRX 1" in text
    assert "Still due on this order: 327.00 EUR." in text


@pytest.mark.parametrize("name", NAMES)
def test_document_pdf_prints_a_name_of_any_script(name: str) -> None:
    line = PrintedLine("Regular member", 427_00, whose=name)
    text = printed(content(bill_to=Party(name, name, "JP"), lines=(line,)))
    assert text.replace(" ", "").count(name.replace(" ", "")) == 3


@pytest.mark.parametrize("name", SHAPED)
def test_document_pdf_prints_a_shaped_name_with_its_text(name: str) -> None:
    """Letters that join are drawn as outlines; the file says beside them what they stand for."""
    body = document_pdf(content(bill_to=Party(name)))
    stream = reader(body).pages[0].get_contents()
    assert stream is not None
    said = "".join(
        bytes.fromhex(part.split(b">")[0].decode()).decode("utf-16")
        for part in stream.get_data().split(b"/ActualText <")[1:]
    )
    assert said.replace(" ", "") == name.replace(" ", "")


def test_document_pdf_marks_what_no_font_can_print() -> None:
    assert "Bo ?" in printed(content(bill_to=Party("Bo 😀")))


def test_document_pdf_flows_over_pages_and_keeps_every_line() -> None:
    lines = tuple(
        PrintedLine(f"Non-member {n}", 650_00 + n, 0, 0, 1, "Standard price.", NAMES[n % 7])
        for n in range(100)
    )
    body = document_pdf(content(lines=lines))
    pages = [" ".join(page.extract_text().split()) for page in reader(body).pages]
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
    assert all("Description" in page for page in pages[:-1])  # the headings, on every page
    whole = " ".join(pages)
    assert all(f"Non-member {n} " in whole for n in range(100))
    assert "Total 65,049.50 EUR" in pages[-1]


def test_document_pdf_wraps_long_words_inside_the_page() -> None:
    line = PrintedLine("Donaudampfschifffahrt" * 12, 427_00, reason="word " * 80)
    body = document_pdf(content(lines=(line,), bill_to=Party("Name " * 39, "Street\n" * 12)))
    assert ink_outside(body, margin_mm=15) == 0


def ink_outside(body: bytes, margin_mm: float) -> int:
    """Dark pixels in the left and right margins of the first page."""
    image: Image.Image = pypdfium2.PdfDocument(body)[0].render(scale=2).to_pil().convert("L")
    margin = int(margin_mm / 25.4 * 72 * 2)
    width, height = image.size
    sides = [(0, 0, margin, height), (width - margin, 0, width, height)]
    return sum(sum(image.crop(side).histogram()[:128]) for side in sides)


def test_document_pdf_is_the_same_bytes_each_time() -> None:
    one = document_pdf(content())
    assert one == document_pdf(decode(encode(content())))
    assert one != document_pdf(content(number="SOS-INV-2027-00043"))


def test_document_pdf_has_a_title_a_language_and_its_own_fonts() -> None:
    found = reader(document_pdf(content()))
    assert found.metadata is not None
    assert found.metadata.title == "Invoice SOS-INV-2027-00042"
    assert found.metadata.author == "Society of Signals e.V."
    assert found.trailer["/Root"]["/Lang"] == "en"
    fonts: Any = found.pages[0]["/Resources"]["/Font"]
    used = [fonts[name].get_object() for name in fonts]
    assert used
    embedded = [each for each in used if "/FontDescriptor" in each]
    assert all("/FontFile2" in each["/FontDescriptor"] for each in embedded)
    assert len(embedded) >= len(used) - 1  # reportlab names Helvetica in every file


def test_document_pdf_moves_the_title_under_a_long_address() -> None:
    address = "\n".join(f"Line {n}" for n in range(14))
    body = document_pdf(content(bill_to=Party("Institute", address)))
    words = text_of(body)
    assert words.index("Line 13") < words.index("Signals 2027")
