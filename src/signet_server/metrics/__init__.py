"""
Figures for Prometheus, on a port of their own (docs/decisions/0061).

    serving      one process: its figures, and the port on which it answers with those of all
    master       the process that starts the others: which part of the memory is whose
    exposition   the answer to one request
    outside      what only the database and the keys know, asked at a request
    samples      what a process does at the moment: threads, connections, circuits
    recording    what feeds the figures: requests, signals
    totals       the figures of several processes, added up
    board        the memory that all processes share
    figures      every figure: its name, its meaning, its labels
"""
