"""Badges of accompanying persons (P10): they have no registration, but somebody brings them."""
