"""Printers that are none: a virtual IPP printer, a label printer on a socket, a program lp."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import httpx
import pytest

from tests.provision import printer_programs

READY = (
    b"\x02030,0,0,0,0,0,0,0,0,0,0,0\x03\r\n\x02000,0,0,0,0,2,4,0,0,1,000\x03\r\n\x021234,0\x03\r\n"
)
NO_PAPER = READY.replace(b"\x02030,0", b"\x02030,1", 1)
FAKE_LP = """#!/bin/sh
printf '%s\\n' "$@" > "$LP_FOLDER/words"
cat > "$LP_FOLDER/file"
if [ -f "$LP_FOLDER/trouble" ]; then cat "$LP_FOLDER/trouble" >&2; exit 1; fi
echo "request id is Badges-7 (1 file(s))"
"""


def _needed() -> tuple[str, str]:
    """The virtual printer and its message bus; skips without, but not where CI must have them."""
    found = printer_programs()
    if found is None:
        sentence = "no ippeveprinter here (Debian: cups-ipp-utils, dbus): python -m tests.provision"
        pytest.fail(sentence) if os.environ.get("CI") == "true" else pytest.skip(sentence)
    return found


@contextmanager
def virtual_printer(folder: Path) -> Iterator[str]:
    """The address of an IPP printer that keeps the files it was sent in `folder`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    printer, bus = _needed()
    address = f"unix:path={folder / 'bus'}"  # it asks for a system bus, to announce itself or not
    words = [
        printer, "-p", str(port), "-n", "localhost", "-r", "off", "-k", "-d", str(folder),
        "-f", "application/pdf", "-c", shutil.which("true") or "/bin/true", "Badges",
    ]  # fmt: skip
    with (
        (folder / "log").open("wb") as log,
        _running([bus, "--session", "--nofork", f"--address={address}"], log, {}) as bus_runs,
    ):
        _wait_until(lambda: (folder / "bus").exists(), bus_runs, folder / "log")
        with _running(words, log, {"DBUS_SYSTEM_BUS_ADDRESS": address}) as runs:
            _wait_until(lambda: _answers(port), runs, folder / "log")
            yield f"ipp://localhost:{port}/ipp/print"


@contextmanager
def _running(
    words: list[str], log: IO[bytes], environment: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    running = subprocess.Popen(words, stdout=log, stderr=log, env={**os.environ, **environment})
    try:
        yield running
    finally:
        running.terminate()
        running.wait(timeout=60)


def _answers(port: int) -> bool:
    try:
        httpx.get(f"http://localhost:{port}/", timeout=20)
    except httpx.HTTPError:
        return False
    return True


def _wait_until(is_so: Callable[[], bool], running: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 120
    while not is_so():
        if time.monotonic() > until or running.poll() is not None:
            pytest.fail(f"no virtual printer: {log.read_text(errors='replace')[-500:]}")
        time.sleep(0.02)


@dataclass
class LabelPrinter:
    """A socket that takes ZPL and says how it is."""

    status: bytes = READY
    port: int = 0
    heard: asyncio.Queue[bytes] = field(default_factory=asyncio.Queue)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readexactly(5) == b"~HS\r\n"
        writer.write(self.status)
        await writer.drain()
        if not self.status:
            writer.write_eof()
        await self.heard.put(await reader.read(-1))
        writer.close()


@asynccontextmanager
async def label_printer(status: bytes = READY) -> AsyncIterator[LabelPrinter]:
    printer = LabelPrinter(status)
    server = await asyncio.start_server(printer._talk, "127.0.0.1", 0)
    printer.port = server.sockets[0].getsockname()[1]
    async with server:
        yield printer


def fake_lp(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program lp before all others: it keeps its words and its file in the folder."""
    program = folder / "bin" / "lp"
    program.parent.mkdir()
    program.write_text(FAKE_LP)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("LP_FOLDER", str(folder))
    return folder
