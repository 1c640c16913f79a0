"""What is asked of attendees after they have ordered: needs, consents, the letter for the visa."""
