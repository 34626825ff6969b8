"""Tokens of Simple JWT become sessions: in one process, step by step."""
