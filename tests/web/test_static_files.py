"""Static files: vendored ones are what they say, ours need nothing from another host."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from conference.web.assets import STATIC, asset

ROOT = STATIC.parents[2]
PACKAGES = ("conference", "abstracts", "schedule", "badges")
VENDORED = json.loads((STATIC / "vendor" / "manifest.json").read_text())
TEMPLATES = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("templates/**/*.html"))
OWN_TEXT = sorted([*STATIC.glob("*.css"), *STATIC.glob("*.svg"), *(STATIC / "js").glob("*.js")])


@pytest.mark.parametrize("entry", VENDORED, ids=lambda entry: str(entry["file"]))
def test_vendored_file_has_the_recorded_hash(entry: dict[str, str]) -> None:
    body = (STATIC / "vendor" / entry["file"]).read_bytes()
    assert hashlib.sha256(body).hexdigest() == entry["sha256"]
    assert entry["version"] in entry["file"]
    assert (STATIC / "vendor" / entry["licence_file"]).read_text().strip()


def test_vendor_folder_holds_nothing_unrecorded() -> None:
    recorded = {entry[key] for entry in VENDORED for key in ("file", "licence_file")}
    present = {path.name for path in (STATIC / "vendor").iterdir()}
    assert present == recorded | {"manifest.json"}


def test_address_changes_with_the_content() -> None:
    digest = hashlib.sha256((STATIC / "plenary.css").read_bytes()).hexdigest()
    assert asset("plenary.css") == f"/static/plenary.css?v={digest[:10]}"


def test_unknown_asset_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        asset("nowhere.css")


@pytest.mark.parametrize("path", OWN_TEXT, ids=lambda path: path.name)
def test_own_files_name_no_other_host(path: Path) -> None:
    text = path.read_text().replace("http://www.w3.org/2000/svg", "")
    assert re.findall(r"https?://\S+|@import|url\(\s*['\"]?//", text) == []


@pytest.mark.parametrize("path", sorted((STATIC / "js").glob("*.js")), ids=lambda path: path.name)
def test_own_modules_stay_small(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 120
    assert "eval(" not in text
    assert "innerHTML" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_carry_no_inline_code(path: Path) -> None:
    """The Content-Security-Policy allows nothing inline, so a page must not try."""
    text = path.read_text()
    forbidden = (
        r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|hx-on|[\"']js:"
        r"|<script(?![^>]*\ssrc=)"
    )
    assert re.findall(forbidden, text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_load_nothing_from_another_host(path: Path) -> None:
    loads = re.findall(
        r"<(?:script|link|img|iframe|source)\b[^>]*?(?:src|href)=\"([^\"]*)\"", path.read_text()
    )
    assert [address for address in loads if re.match(r"(https?:)?//", address)] == []


def test_posting_forms_carry_the_token() -> None:
    form = re.compile(r"<form\b[^>]*method=\"post\"[^>]*>(.*?)</form>", re.DOTALL)
    missing = [
        str(path.relative_to(ROOT))
        for path in TEMPLATES
        for body in form.findall(path.read_text())
        if "csrf_input" not in body and "_csrf_token" not in body
    ]
    assert missing == []
