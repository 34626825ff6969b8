"""
Services that verify the tokens of another: ``python -m bench.verifiers``.

    issuer      keys, tokens, and a server that publishes the keys
    sides       what verifies: Signet, Simple JWT, PyJWT
    pairs       the clock: the same tokens at each of them, in turn
    storm       tokens with unknown keys among good ones
    page        the page that reports it
"""
