"""
Signed tokens without a framework: keys, signatures, claims, and the published keys of other issuers.

`drf_signet` and `drf_signet_client.verify` are built on it. From the bottom up; each module imports only from
those above it in this list.

    reasons                 why a token is refused, for the log; claim_reasons and key_reasons have the words
    translatable_text       texts for people; errors is the tree of errors with their stable codes
    strict_json             JSON that has one meaning
    signer                  a private key that lives elsewhere
    file_lock, whole_file   one process at a time changes a file, and nobody sees half of it
    fork_safe_lock          a lock that is free in a child process
    keys, key_ring          SigningKey, and the keys in force; key_kinds says what kind of key a text is
    ring_key                a key with its times; ring_changes is what an operator does to several of them
    ring_document, key_file, living_ring   such keys as a JWK Set; in a file; in force while a process runs
    jws, claims, verifier   one compact JWS; the registered claims; both together, with a cache; scopes
    remote_keys             the published keys of another issuer: document_fetch gets a document, timed_opener in time;
                            discovery and key_set_address say where it is, key_sets reads it, kept_key_sets and
                            key_set_shelf keep it, key_set_log says why there is none, single_flight lets one thread at
                            a time fetch
    ended_sessions          the document that says which sessions of an issuer ended; feed_fetch gets it, and
                            revocation_feed polls it
    trusted_issuers         tokens of several issuers; trusted_issuer has what is demanded of one; token_types tells
                            access tokens from others
"""
