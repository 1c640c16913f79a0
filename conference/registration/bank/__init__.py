"""Bank transfers: the reference to write on one, statements that are read, credits matched."""
