"""What how-to pages let people write: "remember me", claims, tests, run as they stand there."""
