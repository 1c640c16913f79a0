"""The programme on paper: book, day sheets, door signs, addendum."""
