"""Projects behind proxies and Unix sockets: which client a request is from, and what becomes of limits without one."""
