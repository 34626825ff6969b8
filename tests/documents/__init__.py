"""
What people read before they come here, followed to the letter: each folder is one such text, as a project that begins
with ``startproject`` and runs on the wheels.
"""
