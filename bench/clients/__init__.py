"""How often clients refresh, and what becomes of their sessions: those that tutorials print, and ours."""
