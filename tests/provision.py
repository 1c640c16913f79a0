"""`python -m tests.provision`: brings Chromium for the browser tests and a virtual IPP printer for
the tests of printing, where that is possible.

Elsewhere it says so and the tests that need it skip (and fail under CI=true).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

# Playwright's own choice: the whole Chromium draws a window around each page that nobody sees,
# which costs more than the page.
SHELL = "chromium-headless-shell"
BROWSERS = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """The path of a Chromium that is installed, or None."""
    named = os.environ.get("PLENARY_TEST_CHROMIUM")
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


def printer_programs() -> tuple[str, str] | None:
    """The paths of the virtual printer and of the message bus that it wants, or None."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin"
    found = [shutil.which(each, path=path) for each in ("ippeveprinter", "dbus-daemon")]
    printer, bus = found
    return (printer, bus) if printer and bus else None


def install() -> None:
    """Debian's packages as root, the shell or else the whole; else the driver's own download."""
    install_packages(SHELL)
    if chromium() is None:
        install_packages("chromium")
    if chromium() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def install_packages(*names: str) -> bool:
    """Debian's packages, as root; False where that is not possible."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names],
    ):
        subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)
    return True


def main() -> None:
    if "PLENARY_TEST_CHROMIUM" not in os.environ and not shutil.which(SHELL):
        print("Installing Chromium's headless shell for the browser tests …", flush=True)
        install()
    found = chromium()
    print(f"Browser tests use {found}." if found else "No Chromium: browser tests will skip.")
    if printer_programs() is None:
        print("Installing a virtual printer for the tests of printing …", flush=True)
        install_packages("cups-ipp-utils", "dbus")
    there = printer_programs()
    print(f"Printing tests use {there[0]}." if there else "No virtual printer: its test will skip.")


if __name__ == "__main__":
    main()
