"""The abstract book, and the same content for a journal."""
