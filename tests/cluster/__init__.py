"""Faults of a whole cluster under load: what clients see of each, for how long, and that nobody's session is lost."""
