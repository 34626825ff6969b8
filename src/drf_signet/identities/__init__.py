"""
Identities: whom other sites say somebody is, and how that signs them in here.

    providers               what we ask of the other sites, by OpenID Connect; nothing of it knows our users
    management, apps        the command of it, and the Django app
"""
