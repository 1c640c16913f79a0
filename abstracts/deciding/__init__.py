"""Deciding: ranking, cut-offs, held decisions, letters, release, answers, waiting list."""
