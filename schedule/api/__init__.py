"""The programme for other programs, as JSON."""
