"""The board: the draft as days and rooms, moved by hand, by dialog and by keyboard."""
