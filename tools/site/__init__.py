"""
The site of the documents: what `docs/conf.py` adds to Sphinx.

Pages are Markdown that reads well on GitHub, too: no directives. So what Sphinx wants to know comes from the pages as
they are: the navigation from the lists of links in index pages, the glossary from its headings.
"""
