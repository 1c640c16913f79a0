"""What limits the programme: hours of rooms, when people can be there, the meeting's numbers."""
