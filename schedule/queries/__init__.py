"""Reading the programme: the draft, the releases, and the stars."""
