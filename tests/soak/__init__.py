"""What takes many minutes: run by ``python -m pytest tests/soak``, and skipped elsewhere."""
