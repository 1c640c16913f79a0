"""Conflicts of the draft, and those that the committee knows of and accepts."""
