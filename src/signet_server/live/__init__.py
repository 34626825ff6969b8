"""
``signet doctor --live``: what a running service, and everything behind it, says at this moment.

    report      asks everything at once, for a few seconds, and prints it
    nodes       the service itself, node by node
    database    the server, its replicas and connections, the tables, the mails that wait
    cache       the server in which attempts are counted
    mail        the mail server: everything but a mail
    machine     this machine: how fast it hashes, and the room on its disk
    keys        the key that signs
    clocks      how far apart two of them are
    finding     one line of it
"""
