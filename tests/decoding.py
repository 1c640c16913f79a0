"""Where pictures are unpacked: beside the event loop, or in it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PIL import Image


@contextmanager
def unpacked() -> Iterator[list[bool]]:
    """For every picture that is opened meanwhile, whether that was beside this thread."""
    beside: list[bool] = []
    here, real = threading.get_ident(), Image.open

    def watched(*args: Any, **options: Any) -> Image.Image:
        beside.append(threading.get_ident() != here)
        return real(*args, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Image, "open", watched)
        yield beside
