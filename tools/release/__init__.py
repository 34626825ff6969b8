"""
``make release-check``: everything that can be known of a release before it is published.

It builds every distribution, looks into them, installs each alone in a clean environment without this tree, and uses
it. Nothing is uploaded.
"""
