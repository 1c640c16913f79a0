"""The programme on paper: book, day sheets, door signs, addendum; all from one release (25)."""
