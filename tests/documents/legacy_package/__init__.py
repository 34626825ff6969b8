"""The walk-through of djangorestframework-jwt, whose imports and settings stay as they are."""
