"""The endpoints for browsers in a process of their own, beside one empty page."""
