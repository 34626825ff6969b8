"""What the page "In your project" lets people write, run as it stands there."""
