"""What the page of throttles says about attackers. ``tests/throttles/test_attackers.py`` counts it."""

from __future__ import annotations

from typing import Final

ATTACKS: Final = """\
## What attackers can do

With the usual rates, somebody who tries passwords of one account all day, from so many addresses:

| Addresses | Guesses in an hour | In a day | The account is locked for |
|---|---|---|---|
| one of IPv4, or a /64 | 10 | 240 | that address |
| a /56 | 20 | 480 | that network |
| a /48 | 40 | 960 | that network |
| a /32 | 80 | 1,920 | that network |
| five of IPv4 | 50 | 1,200 | those addresses |
| ten of IPv4, five /56, three /48 or two /32 | 100 | 2,400 | all but its owner's places |
| a botnet of 1,000 | 100 | 2,400 | all but its owner's places |
| none that anybody knows (`sign_in_no_address`) | 7,200 | 172,800 | everybody, until a minute after the attack |

The lock lasts for as long as the attack, and little more than an hour longer. The owner can still sign in:

- **From a place they signed in from** in the last 30 days: an address of IPv4, or a /64. Its ten attempts are its
  own, whatever others do elsewhere. Only somebody in that very place can use them up.
- **By a reset.** A new password lifts every lock of the account: of each address, of all together, and of
  `password_user`. The place of the reset is the owner's from then on.
- **Where there is no attacker,** if they have fewer than those ten addresses.

Among all accounts together, an address tries 14,400 passwords in a day (`sign_in_ip`), and a /48 sixteen times
that.

The admin of the service counts for itself: attempts at the API don't lock it.

Signet counts by the name that somebody types, in the cache alone. So a lock is the same whether or not the account
exists, with one exception: somebody in the same place as a user can find out, with ten addresses elsewhere, that
this user signs in from there.

Mails, however many ask for them from however many addresses:

| Mail | To one mailbox in an hour | In a day |
|---|---|---|
| `password_reset`, to a user | 6 | 144 |
| `account_exists`, to a user | 6 | 144 |
| `activation`, to a user who hasn't followed the link | 6 | 144 |
| `email_change`, for each user who asks for it | 6 | 144 |
| `sign_in_notice`, to a user who signs in on new devices | 6 | 144 |

One address can ask for 30 an hour of each purpose, so more than 6 an hour of `email_change` takes several
accounts, and more than 30 takes several addresses, too.

Each kind has a share of its own, so no other kind uses up the share of resets. If a mail isn't sent, the owner
still has the ones before. The last of them is 40 minutes old at most, and its link is valid for an hour
(`PASSWORD_RESET_LIFETIME`). A change of address counts for the user who asks, and for nobody else.

One address, or one network as above, can use up its own share: of sign-ins (`sign_in_ip`), sign-ups, mails.
Everybody behind the same address waits with it: a household, or an office behind one address of IPv4.
"""
