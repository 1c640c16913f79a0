"""The demo, built and served as `make demo` does it, over a database of its own."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SECONDS_TO_START = 600
PLENARY = [sys.executable, "-u", "-c", "from conference.cli import main; main()"]
_PERSONA = re.compile(r"^\s*(\w+).*?(https?://\S+/sign-in/link/\S+)")


class NotServed(Exception):
    """The demo did not start; the text is what it printed."""


@dataclass(frozen=True, slots=True)
class Site:
    """A running Plenary: its address, a sign-in link for each persona, and its database."""

    base_url: str
    links: dict[str, str]
    database_url: str
    log: Path


@contextmanager
def one_at_a_time(folder: Path, name: str) -> Iterator[Path]:
    """The file of that name, held against the other processes of a parallel run."""
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder / name


def built_demo(shared: Path, size: str = "small") -> Path:
    """The database of a fresh demo, built once for all processes. Raises NotServed."""
    with one_at_a_time(shared, f"demo-{size}.sqlite") as file:
        if not file.exists():
            command = [*PLENARY, "demo", "--size", size, "--seed", "1", "--no-serve"]
            made = subprocess.run(
                command, env=_environment(file.with_suffix(".part")), capture_output=True, text=True
            )
            if made.returncode:
                raise NotServed(made.stderr[-3000:])
            file.with_suffix(".part").rename(file)
    return file


def _environment(database: Path) -> dict[str, str]:
    own = {"DATABASE_URL": f"sqlite:///{database}", "PLENARY_LOG_LEVEL": "warning"}
    return {**os.environ, **own}


@dataclass(slots=True)
class Served:
    """A demo on a port of its own, that can go away and come back with the same database."""

    folder: Path
    size: str
    port: int = field(default_factory=lambda: _free_port())
    process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def database(self) -> Path:
        return self.folder / "site.sqlite"

    def start(self) -> Site:
        """Raises NotServed."""
        environment = _environment(self.database)
        command = [*PLENARY, "demo", "--size", self.size, "--seed", "1", "--port", str(self.port)]
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                command, stdout=output, stderr=subprocess.STDOUT, env=environment
            )
        base_url = f"http://127.0.0.1:{self.port}"
        _await_health(base_url, self.process, self.log)
        links = _persona_links(self.log.read_text())
        return Site(base_url, links, environment["DATABASE_URL"], self.log)

    def stop(self) -> None:
        """Gone: nobody listens on the port any more."""
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=30)
            self.process = None


@contextmanager
def may_go_away(folder: Path, built: Path, size: str = "small") -> Iterator[Served]:
    """A copy of a built demo, not started yet; gone when the block ends."""
    served = Served(folder, size)
    shutil.copy(built, served.database)
    try:
        yield served
    finally:
        served.stop()


@contextmanager
def serve_demo(folder: Path, built: Path, size: str = "small") -> Iterator[Site]:
    """A copy of a built demo on a free port, until the block ends. Raises NotServed."""
    with may_go_away(folder, built, size) as served:
        yield served.start()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _await_health(base_url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{base_url}/health", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)  # a process that starts says so nowhere else
    raise NotServed(log.read_text()[-3000:])


def _persona_links(printed: str) -> dict[str, str]:
    """The first word of each printed line that holds a sign-in link, and the link."""
    found = (_PERSONA.match(line) for line in printed.splitlines())
    return {match[1].lower(): match[2] for match in found if match}
