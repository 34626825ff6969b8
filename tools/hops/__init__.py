"""
How far one refresh travels: the calls of functions of ours, and the files they are in. ``python -m tools.hops``.

What is counted is the way of one request that succeeds, in a process that has answered others before. A function that
is called counts, and each comprehension or generator that Python gives a frame of its own counts as a part of the
function that it stands in. So the numbers are the same on every run and on every Python, and a test compares them with
those in ``docs/explanation/architecture.md``.
"""
