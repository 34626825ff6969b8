"""System checks: what each says, and to whom."""
