"""The `plenary` command as an operator types it: what it prints, and its exit status."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pypdf
import pytest

from conference.cli import plenary
from tests.forked_commands import Plenary

PROGRAMME = """<?xml version="1.0" encoding="utf-8"?>
<schedule><version>1</version>
<conference><acronym>sos2027</acronym><title>Signals 2027</title>
<start>2027-10-17</start><end>2027-10-18</end><days>1</days></conference>
<day index="1" date="2027-10-17" start="2027-10-17T09:00:00+01:00" end="2027-10-18T04:00:00+01:00">
<room name="Hall A">
<event id="1" guid="6f1ed002-ab55-4b5d-95b0-9c1f3f6d7a11">
<date>2027-10-17T10:00:00+01:00</date><start>10:00</start><duration>01:00</duration>
<room>Hall A</room><title>Interferons at seventy</title><subtitle/><track>Innate</track>
<type>lecture</type><language>en</language><abstract/><description/>
<persons><person id="7">Łukasz Wiśniewski</person></persons><links/></event>
</room></day></schedule>
"""
ROLL = """\ufeffMember no.;Name;E-mail;Type;Valid from;Valid to
S-1;"Díaz, Dan";dan@example.org;regular;01.01.2027;31.12.2027
S-2;"Wu, Ana";ana@example.org;trainee;01.01.2027;31.12.2027
"""


class Terminal:
    """Runs the command over one database of its own."""

    def __init__(self, folder: Path, plenary: Plenary) -> None:
        self.folder = folder
        self.plenary = plenary
        self.environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder / 'plenary.sqlite'}",
            "PLENARY_SECRET": "a secret of at least thirty-two characters",
            "PLENARY_LOG_LEVEL": "error",
        }

    def run(self, *words: str, fails: bool = False, **changed: str) -> str:
        """What it printed (on stderr if it should fail)."""
        done = self.plenary({**self.environment, **changed}, words)
        assert done.status == (1 if fails else 0), done.out + done.err
        return done.err if fails else done.out

    def file(self, name: str, text: str) -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)


@pytest.fixture
def terminal(tmp_path: Path, sqlite_template: Path, forked_plenary: Plenary) -> Terminal:
    """Over an empty database whose migrations have run."""
    shutil.copy(sqlite_template, tmp_path / "plenary.sqlite")
    return Terminal(tmp_path, forked_plenary)


def test_from_no_database_to_a_released_programme(tmp_path: Path, forked_plenary: Plenary) -> None:
    terminal = Terminal(tmp_path, forked_plenary)
    programme = terminal.file("programme.xml", PROGRAMME)
    assert "1 new" in terminal.run("import", "programme", programme, "--dry-run")
    assert "Name a meeting" in terminal.run("release-schedule", fails=True)  # nothing was written
    terminal.run("import", "programme", programme)
    assert "1" in terminal.run("release-schedule", "--name", "First")
    roll = terminal.file("roll.csv", ROLL)
    assert "2 joined the roll" in terminal.run("import", "members", roll)
    assert "2 unchanged" in terminal.run("import", "members", roll)
    link = terminal.run("sign-in-link", "dan@example.org")
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/sign-in/link/\S+\n", link)
    token = terminal.run("token", "dan@example.org", "--scope", "agenda:read")
    assert token.startswith("plenary_")
    assert "Name one or more scopes" in terminal.run("token", "dan@example.org", fails=True)
    assert "promises hold" in terminal.run("check")


def test_badges_are_written_as_a_pdf(terminal: Terminal, small_demo: Path) -> None:
    shutil.copy(small_demo, terminal.folder / "plenary.sqlite")
    out = terminal.folder / "badges.pdf"
    terminal.run("badges", "--out", str(out))
    pages = len(pypdf.PdfReader(out).pages)
    badges = int(re.search(r"\d+", terminal.run("badges", "--out", str(out), "--layout", "a6"))[0])
    assert pages == -(-badges // 4)
    assert len(pypdf.PdfReader(out).pages) == badges


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("sign-in-link", "nobody@example.org"), "Nobody here has the address"),
        (("import", "programme", "{file}"), "."),
        (("badges", "--out", "x.pdf"), "Name a meeting"),
    ],
)
def test_an_error_is_one_sentence_on_stderr(
    terminal: Terminal, words: tuple[str, ...], sentence: str
) -> None:
    nonsense = terminal.file("nonsense.xml", "this is no programme")
    printed = terminal.run(*(word.format(file=nonsense) for word in words), fails=True)
    assert sentence in printed
    assert "Traceback" not in printed
    assert len(printed.strip().splitlines()) == 1


def test_file_that_cannot_be_written_is_named(terminal: Terminal) -> None:
    terminal.run("import", "programme", terminal.file("programme.xml", PROGRAMME))
    out = "/nowhere/draft.csv"
    printed = terminal.run("export", "programme", "--draft", "--out", out, fails=True)
    assert printed == f"{out}: No such file or directory.\n"


def test_serve_refuses_to_start_without_a_secret(terminal: Terminal) -> None:
    """A true process, as an operator's shell starts it."""
    ended = subprocess.run(
        [sys.executable, "-m", "conference.cli", "serve"],
        env={**terminal.environment, "PLENARY_SECRET": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("Set PLENARY_SECRET")
    assert len(ended.stderr.splitlines()) == 1


def test_check_lists_what_is_broken(terminal: Terminal) -> None:
    import sqlite3

    terminal.run("import", "programme", terminal.file("programme.xml", PROGRAMME))
    with sqlite3.connect(terminal.folder / "plenary.sqlite") as database:
        database.execute("UPDATE conference_meeting SET ends_on = '2020-01-01'")
    assert "promises are broken" in terminal.run("check", fails=True)


def _verbs(group: click.Group, before: str = "plenary") -> list[str]:
    names = []
    for name, command in group.commands.items():
        path = f"{before} {name}"
        names += _verbs(command, path) if isinstance(command, click.Group) else [path]
    return names


def test_every_verb_and_setting_is_in_the_operators_guide() -> None:
    guide = (Path(__file__).parent.parent / "docs" / "operator.md").read_text()
    settings = (Path(__file__).parent.parent / "conference" / "settings.py").read_text()
    wanted = _verbs(plenary) + re.findall(r'"((?:PLENARY|DATABASE)_[A-Z_]+)"', settings)
    assert [each for each in wanted if f"`{each}" not in guide] == []


def test_chores_are_done_once_and_named(terminal: Terminal) -> None:
    printed = terminal.run("chores")

    assert "done    conference.registration.waiting.actions.miss_ended_offers" in printed
    assert "done    conference.registration.unpaid.giving_up.expire_unpaid_orders" in printed
    assert "failed" not in printed
