"""
The keys of SIGNING_KEYS in a table, encrypted: all processes share them, and ``manage.py keys`` changes them.

    models                      one row for each key
    key_encryption              the keys that encrypt the keys
    own_connection              a connection that no transaction of a request is on
    rows                        from a key to its row, and back
    store                       `KeyTable`, for SIGNING_KEYS
    checks, apps                what ``manage.py check`` says
"""
