"""Setting up calls: windows, what they ask for, topics, late links, fees."""
