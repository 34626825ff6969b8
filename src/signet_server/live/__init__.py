"""
``signet doctor --live``: what a running service, and everything behind it, says at this moment.

    report      asks everything at once, for a few seconds, and prints it
    nodes       the service itself, node by node
    database    the server, the clock, the tables, the mails that wait
    postgresql  its part in a cluster, its connections
    replicas    what each lacks
    mysql       whether it accepts changes, its connections
    refusals    why a database lets nobody in
    cache       the server in which attempts are counted
    mail        the mail server: everything but a mail
    providers   where each provider is
    machine     this machine: how fast it hashes, and the room on its disk
    keys        the key that signs
    clocks      how far apart two of them are
    finding     one line of it
"""
