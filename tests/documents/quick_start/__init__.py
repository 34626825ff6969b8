"""The quick start that most tutorials begin with: two endpoints, and a view that says hello."""
