"""Pure rules of tries: how many, from where, and on which device."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address


def device_family(user_agent: str) -> str:
    """ "Firefox, Android": enough to recognise one's own devices, no fingerprint."""
    browsers = ("Firefox", "Edg", "Chrome", "Safari")
    systems = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
    browser = next((name for name in browsers if name in user_agent), "")
    system = next((name for name in systems if name in user_agent), "")
    return ", ".join(filter(None, (browser.replace("Edg", "Edge"), system)))


@dataclass(frozen=True, slots=True)
class Limit:
    """How many tries are taken within a length of time, for one account and for one network.

    A hospital may have a single address for everybody, hence the larger figure for networks.
    """

    purpose: str
    account: int
    network: int
    within: timedelta


SIGNING_IN = Limit("sign_in", 10, 100, timedelta(minutes=15))
SHOWING_FACTOR = Limit("second_factor", 5, 50, timedelta(minutes=15))
"""Three of a million codes are right at a time: with 5 tries, a guess takes years."""
PROVING = Limit("present_password", 10, 100, timedelta(minutes=15))
ASKING_LINK = Limit("sign_in_link", 5, 100, timedelta(hours=1))
ASKING_PASSWORD = Limit("new_password", 3, 30, timedelta(hours=1))
ASKING_ADDRESS = Limit("new_address", 5, 30, timedelta(hours=1))


def minutes_to_wait(since: datetime, within: timedelta, now: datetime) -> int:
    """Whole minutes until tries are taken again: at least one, never more than the period."""
    left = min(since + within - now, within)
    return max(1, -(-left // timedelta(minutes=1)))


def network_of(address: str) -> str:
    """What one subscriber holds: an IPv4 address, or the first 64 bits of an IPv6 one."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(IPv6Address(int(parsed) >> 64 << 64))
