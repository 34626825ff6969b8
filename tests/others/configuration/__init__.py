"""Settings that are wrong, and what is said about them: by checks, in the log, and in words about one token."""
