"""Django's databases, in which nothing waits without a limit."""
