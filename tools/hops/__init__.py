"""
How far one refresh travels: the calls of functions of ours, and the files they are in. ``python -m tools.hops``.

It counts the calls of one request that succeeds, in a process that has answered others before. Each call of a function
counts. A comprehension or generator with a frame of its own counts as a part of the function around it. So the
numbers are the same on every run and on every Python, and a test compares them with those in
``docs/explanation/architecture.md``.
"""
