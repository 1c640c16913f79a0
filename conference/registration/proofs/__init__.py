"""Evidence for a category: sent by the attendee, judged by the office, priced again if refused."""
