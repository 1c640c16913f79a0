"""Who reviews: rounds, reviewers, interests, conflicts, assignment, progress."""
