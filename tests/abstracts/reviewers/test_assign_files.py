"""A file that is none is refused in words."""

from __future__ import annotations

import pytest

from abstracts.reviewers.errors import NotAssignable
from abstracts.reviewers.file_actions import preview_file


async def test_file_without_headings_is_refused_in_words(round_):
    with pytest.raises(NotAssignable) as refused:
        await preview_file(round_, "AB12CD,x@y.test", None)
    assert "names the columns" in refused.value.errors["file"]
