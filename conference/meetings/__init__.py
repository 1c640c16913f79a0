"""The society and its meetings: dates, zone, milestones with their history, venue and rooms."""
