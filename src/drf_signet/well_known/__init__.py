"""
Documents at addresses that other services know beforehand (RFC 8615), so that they need to ask nobody.

From the bottom up:

    public_members           what of a key may be published, by its type: the last guard before the wire
    caching                  how long an answer may be kept
    key_set                  the keys that verify our tokens
    issuer_document          what there is to know of this issuer of tokens (RFC 8414)
    resource_document        which issuers this API accepts tokens of (RFC 9728)
    public_document_view     one answer for everybody, with an ETag: no session, no cookie, no database
    views, urls              the addresses
"""
