"""Projects in other languages than English, with catalogues of their own: this package brings none."""
