"""Mails that survive the end of a process: kills at each point, and workers of Django's tasks."""
