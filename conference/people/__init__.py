"""Who someone is and what they may open: persons, e-mail addresses, sign-in, roles, access."""
