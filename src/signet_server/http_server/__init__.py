"""
The HTTP server: gunicorn's master, uvicorn's connections, and Django in threads (docs/decisions/0003).

    running       starts it, and says so
    listening     the socket, also while those who were there before are going
    worker        one process; it ends when its master is gone
    connection    one connection: how long it may take, how many there may be
    gateway       one request: its body is read before a thread is given to it
    kept_caches   one cache for all requests of a process
    threads       how many requests are worked on at once, and how long others wait
    environ       the request, as WSGI has it (PEP 3333)
    application   Django's answer, taken out of the thread that made it
    refusal       what is answered without Django
    bounds        every limit of the above
"""
