"""
Codes by mail: a user who reads the mail signs in, without a password.

Where things are, from the bottom up; each module imports only from those above it in this list.

    errors                  what is answered to a code or a link that doesn't sign in
    models                  MailedCode: who asked for a code, from where, and what became of it
    codes                   what is in the mail: the code, and the token of the link
    rows                    the rows, where they are written: asked for, tried, used, and deleted again
    asked_from              from which device, in words that no stranger chose
    owners                  whose account a code opens, and one that it makes
    jobs                    what is looked up and mailed after the request
    asking, confirming      the flows
    serializers, views, urls        the REST framework edge; browser, the same for browsers
    checks                  what ``manage.py check`` says
    schema, testing         for drf-spectacular, for tests
    apps                    the Django app

A code opens nothing without the ``request`` of the device that asked for it. For anyone who asks, an address that has
an account is like one that has none: the same rows are written for both.
"""
