"""Abstracts and reviews that were collected elsewhere."""
