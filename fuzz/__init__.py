"""Hostile input: malformed files by a seeded generator, and targets for a coverage-guided run (``make fuzz``)."""
