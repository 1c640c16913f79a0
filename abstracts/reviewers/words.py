"""The words for states of reviewers and assignments, with the look of their badge."""

from abstracts.vocabulary import AssignmentState, ConflictKind, ReviewerState

REVIEWER_WORDS = {
    ReviewerState.INVITED: ("Invited", "info"),
    ReviewerState.ACCEPTED: ("Accepted", "good"),
    ReviewerState.DECLINED: ("Declined", "warn"),
    ReviewerState.REMOVED: ("Removed", ""),
}
ASSIGNMENT_WORDS = {
    AssignmentState.OPEN: ("Open", "info"),
    AssignmentState.SENT: ("Sent", "good"),
    AssignmentState.RECUSED: ("Stood back", "warn"),
}
CONFLICT_WORDS = {
    ConflictKind.OWN: "Author",
    ConflictKind.COAUTHOR: "Co-author",
    ConflictKind.INSTITUTION: "Institution",
    ConflictKind.PERSON: "Declared person",
    ConflictKind.ABSTRACT: "Declared abstract",
}
