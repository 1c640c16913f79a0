"""The programme for other programs, as JSON: what is released, one's agenda, the draft."""
