"""What the committee sends with a file."""

from __future__ import annotations

import msgspec
from litestar.datastructures import UploadFile


class UploadForm(msgspec.Struct):
    """A programme file."""

    file: UploadFile
