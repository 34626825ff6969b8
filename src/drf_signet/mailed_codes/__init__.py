"""
Codes by mail: whoever reads the mail signs in, without a password.

    apps                    the Django app
"""
