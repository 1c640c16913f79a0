"""The `plenary` command in processes of its own that need not import the program each anew.

`python -m tests.forked_commands` imports it once and forks for every command that it is sent.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str


Plenary = Callable[[Mapping[str, str], tuple[str, ...]], Ended]


@pytest.fixture(scope="session")
def forked_plenary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plenary]:
    """`forked_plenary(environment, words)` runs the command to its end."""
    folder = tmp_path_factory.mktemp("commands")
    out, err = folder / "out", folder / "err"
    with subprocess.Popen(
        [sys.executable, "-m", "tests.forked_commands"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as forking:  # fmt: skip
        assert forking.stdin
        assert forking.stdout

        def run(environment: Mapping[str, str], words: tuple[str, ...]) -> Ended:
            sent = {
                "environment": dict(environment),
                "words": words,
                "printed": [str(out), str(err)],
            }
            print(json.dumps(sent), file=forking.stdin, flush=True)
            status = int(forking.stdout.readline())
            return Ended(status, out.read_text(), err.read_text())

        yield run
        forking.stdin.close()


def _fork_for_every_line() -> None:
    """Returns in each fork, which is that command from then on."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _dress(**json.loads(line))
            return
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)
    sys.exit()


def _dress(environment: Mapping[str, str], words: list[str], printed: list[str]) -> None:
    """As a shell starts a command."""
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, path in enumerate(printed, start=1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    sys.argv = ["plenary", *words]


def _import_what_commands_import() -> None:
    import conference.app
    import conference.demo.build
    import conference.server  # noqa: F401


if __name__ == "__main__":
    from conference.cli import main

    _import_what_commands_import()
    _fork_for_every_line()
    main()
