"""Projects in other languages than English: by our catalogues, and by some of their own."""
