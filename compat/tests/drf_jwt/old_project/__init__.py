"""
A project written for the old packages, which runs on them and on ours.

It imports ``rest_framework_jwt`` and nothing of this project, and runs on any Python and Django that they do.
"""
