"""What takes many minutes: run by ``make soak``, and skipped unless it is asked for by its path."""
