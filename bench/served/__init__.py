"""
Signet beside others, as served over HTTP with PostgreSQL: ``python -m bench.served``.

    operations      what is asked of every side
    sides/          what is sent to Signet and to each peer, and what a right answer is
    projects/, better_auth/     the peers as small projects, each in an environment of its own
    environments    those environments, made from lock files
    database        the PostgreSQL server, and its busiest statements
    processes       a service on a core of its own, and its processor time
    wire, traffic   the load: requests as bytes, and many connections at once
    people          the users, filled in by the database
    fleet           every service with its database and its users
    rounds          the clock: one side after another, many times over
    results         what was measured, as JSON
    figures         answers for each busy core, ratios
    growth          Signet among ten thousand sessions, and among ten million
    page, plot      docs/explanation/benchmarks-served.md
"""
