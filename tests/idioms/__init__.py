"""
Code that people write on Simple JWT, as tutorials and answers print it, and its effect on every tier of ours.

Each module here holds idioms of one kind. An idiom is a function of a `tiers.Tier`: it derives classes from those of
the tier, as a project would, sends their users' requests, and returns the outcome. `test_idioms` compares it with the
outcome in the decorator, and with that of the real Simple JWT, and counts the sessions that were opened.
"""
