"""`python -m tests.provision`: brings Chromium for the browser tests, where that is possible.

Elsewhere it says so and the tests that need it skip (and fail under CI=true).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """The path of a Chromium that is installed, or None."""
    named = os.environ.get("PLENARY_TEST_CHROMIUM")
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


def install() -> None:
    """Debian's package as root; the driver's own download elsewhere."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
        ):
            subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)
        return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> None:
    if chromium() is None:
        print("Installing Chromium for the browser tests …", flush=True)
        install()
    found = chromium()
    print(f"Browser tests use {found}." if found else "No Chromium: browser tests will skip.")


if __name__ == "__main__":
    main()
