"""A project whose users are known by a telephone number, whose manager does more than make one, and with a replica."""
