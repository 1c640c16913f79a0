"""One payer for many attendees: a list that is priced, placed whole, and completed by each."""
