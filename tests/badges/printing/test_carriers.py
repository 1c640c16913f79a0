"""A document reaches the printer as it is: through lp, by IPP, as ZPL on a socket."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from badges.printing.carriers import cups, ipp, zpl
from badges.printing.carriers.carrying import carry, wrong_destination
from badges.printing.carriers.document import ZPL, Document, PrinterTrouble
from badges.printing.carriers.ipp_message import Operation, read_answer, request
from badges.printing.rules import PrintPath
from badges.stock.calibration import calibration_pdf
from badges.stock.catalogue import STOCKS
from badges.stock.stock import Flip, Paper
from tests.badges.printing.printers import NO_PAPER, fake_lp, label_printer, virtual_printer

LABEL = STOCKS["zebra-4x3"]


def document() -> Document:
    width, height = LABEL.media
    return Document(calibration_pdf(Paper(LABEL)), "glasgow 1", width, height)


async def test_lp_gets_the_exact_size_and_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, sent = fake_lp(tmp_path, monkeypatch), document()

    await carry(PrintPath.CUPS, "Badges_1", sent)

    assert (kept / "words").read_text().splitlines() == [
        "-d", "Badges_1", "-o", f"media=Custom.{sent.width:g}x{sent.height:g}mm",
        "-o", "print-scaling=none", "-t", "glasgow 1", "-",
    ]  # fmt: skip
    assert (kept / "file").read_bytes() == sent.body
    (kept / "trouble").write_text("lp: The printer or class does not exist.")
    with pytest.raises(PrinterTrouble, match="does not exist"):
        await carry(PrintPath.CUPS, "Badges_1", sent)


async def test_printers_are_told_which_edge_a_sheet_turns_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, sent = fake_lp(tmp_path, monkeypatch), replace(document(), flip=Flip.SHORT_EDGE)
    await carry(PrintPath.CUPS, "Badges", sent)
    assert "sides=two-sided-short-edge" in (kept / "words").read_text().splitlines()
    asked: list[bytes] = []

    async def answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(re.search(rb"content-length: (\d+)", head.lower())[1])
        asked.append(await reader.readexactly(length))
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\nconnection: close\r\n\r\n")
        writer.write(b"\x02\x00\x00\x00\x00\x00\x00\x01\x03")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answers, "127.0.0.1", 0)
    async with server:
        address = f"ipp://127.0.0.1:{server.sockets[0].getsockname()[1]}/ipp/print"
        await carry(PrintPath.IPP, address, sent)
        await carry(PrintPath.IPP, address, document())
    said = [read_answer(each[: -len(sent.body)]).text("sides") for each in asked]
    assert said == ["two-sided-short-edge", ""]


async def test_lp_takes_no_words_for_options(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PrinterTrouble, match="not the name"):
        await cups.carry("-o raw", document())
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(PrinterTrouble, match="install CUPS"):
        await cups.carry("Badges", document())


async def test_ipp_printer_receives_the_file_byte_for_byte(tmp_path: Path) -> None:
    sent = document()
    with virtual_printer(tmp_path) as address:
        await carry(PrintPath.IPP, address, sent)
        kept = [each for each in tmp_path.iterdir() if each.suffix == ".pdf"]
        assert [each.read_bytes() for each in kept] == [sent.body]
        odd = Document(b"hello", "no pdf", 100, 70, "application/x-nothing")
        with pytest.raises(PrinterTrouble, match="refused"):
            await ipp.carry(address, odd)
    with pytest.raises(PrinterTrouble, match="cannot be reached"):
        await ipp.carry(address, sent)


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"\x02\x00\x00\x00\x00\x00\x00\x01\x01\x41\x00\xff"]
)
def test_ipp_answer_that_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="answer of a printer"):
        read_answer(data)


def test_ipp_message_is_read_as_it_was_written() -> None:
    answer = read_answer(request(Operation.PRINT_JOB, "ipp://printer/ipp"))

    assert answer.status == Operation.PRINT_JOB  # a request has its operation in that place
    assert answer.text("printer-uri") == "ipp://printer/ipp"
    assert list(answer.values)[:2] == ["attributes-charset", "attributes-natural-language"]


def _dots_of(label: bytes) -> Image.Image:
    """The picture in a label, read by the words of Zebra's manual."""
    width = int(re.search(rb"\^PW(\d+)", label)[1])
    count, _, row, data = re.search(rb"\^GFA,(\d+),(\d+),(\d+),([0-9A-F]+)\^FS", label).groups()
    raw = bytes.fromhex(data.decode())
    assert len(raw) == int(count)
    lines = len(raw) // int(row)
    return Image.frombytes("1", (width, lines), bytes(255 - each for each in raw))


def test_zpl_holds_the_picture_dot_for_dot() -> None:
    picture = Image.new("1", (21, 9), 1)
    for x, y in ((0, 0), (20, 0), (7, 3), (8, 8)):
        picture.putpixel((x, y), 0)

    label = zpl.zpl_of(picture)

    assert label.startswith(b"^XA^PW21^LL9")
    assert label.endswith(b"^XZ\n")
    assert _dots_of(label).tobytes() == picture.tobytes()


async def test_label_printer_receives_the_label_unless_it_has_trouble() -> None:
    label = Document(zpl.zpl_of(Image.new("1", (64, 8), 1)), "label", 8, 1, ZPL)
    async with label_printer() as printer:
        await carry(PrintPath.ZPL, printer.address, label)
        assert await printer.heard.get() == label.body
    async with label_printer(NO_PAPER) as printer:
        with pytest.raises(PrinterTrouble, match="no paper"):
            await carry(PrintPath.ZPL, printer.address, label)
        assert await printer.heard.get() == b""
    async with label_printer(b"") as printer:  # one that does not speak of its state
        await carry(PrintPath.ZPL, printer.address, label)
        assert await printer.heard.get() == label.body
    with pytest.raises(PrinterTrouble, match="cannot be reached"):
        await carry(PrintPath.ZPL, printer.address, label)


@pytest.mark.parametrize(
    ("path", "good", "bad"),
    [
        (PrintPath.CUPS, ("Badges", "Badges_2@host:631"), ("", "-d x", "a b", "a;b")),
        (PrintPath.IPP, ("ipp://10.0.0.7/ipp/print", "ipps://p.local:8631/x"), ("http://p/", "p")),
        (PrintPath.ZPL, ("10.0.0.7", "label.local:9100", "[::1]:9100"), ("", "a b", "host:0")),
        (PrintPath.BROWSER, ("", "anything"), ()),
    ],
)  # fmt: skip
def test_destination_is_told_when_wrong(path: PrintPath, good: tuple, bad: tuple) -> None:
    assert [wrong_destination(path, each) for each in good] == [""] * len(good)
    assert all(wrong_destination(path, each) for each in bad)
