"""What everybody reads: now and next, posters, streams, and the programme without a network."""
