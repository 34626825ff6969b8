"""
The speed of sessions beside Simple JWT's rotation and blacklist: ``python -m bench.sessions``.

It starts a process for each database and each of the two parts. In such a process:

    settings, urls, router      the Django project that both packages share
    measure                     what such a process does
    requests, sides, names      what is sent, and what has to be answered
    operations                  the list of everything compared
    pairing, counting           the clock; statements and transactions, outside of the clock
    storage                     rows and bytes after many refreshes
    filling, growth             tables full of sessions; refreshes in them
    volume                      how much of everything

In the process that starts them:

    databases                   the databases, in a temporary folder
    results                     what comes back
    targets                     what has to come out
    terminal, page              the report
"""
