"""
``python -m tools.words``: the words that a native reader stumbles over, by the rules of ``tools/word_rules.toml``.

    rules.py    the rule file, read
    texts.py    the prose in a file: of Markdown, Python, TypeScript, templates and catalogues
    finds.py    where a rule finds something
"""
