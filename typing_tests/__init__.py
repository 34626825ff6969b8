"""
Code of a project that uses the library, for mypy alone: never imported, never run.

Each file is named after the module it uses. ``assert_type`` says what a type checker has to see, and no ``Any`` is in
it; ``wrong_uses`` holds what a type checker has to refuse.
"""
