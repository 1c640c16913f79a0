"""Reading the programme: the draft and its changes, hours, releases, stars."""
