"""Reviewing: one abstract a screen, scores, discussion, what scores come to."""
