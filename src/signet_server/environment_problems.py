"""What is wrong with the environment."""

from __future__ import annotations


class EnvironmentProblemsError(Exception):
    """The environment can't be used. ``sentences`` says why, one variable each."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences
        super().__init__(" ".join(sentences))
