"""
Whether time tells who has an account: ``python -m bench.accounts``.

It starts a process for each database. In such a process:

    project         the settings of the service's kind, and no limits
    people          the accounts that are asked about
    calls           what is sent, and what has to be answered
    measure         the clock

In the process that starts them:

    spread          medians, quartiles, and how sure the difference of two medians is
    page the page that reports it
"""
