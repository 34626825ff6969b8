"""Tokens of ours at verifiers that other people wrote, and tokens of theirs at ours."""
