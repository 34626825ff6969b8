"""Code of how-to pages, run exactly as printed: "remember me", claims, tests."""
