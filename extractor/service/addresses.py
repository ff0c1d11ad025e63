"""Whose an address is: what is counted by where it comes from is counted by network."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

_PREFIX = 64
"""A visitor with IPv6 has at least so many bits, and any number of addresses in them."""


def network_of(host: str) -> str:
    """The network that one visitor has: an IPv4 address, the first 64 bits of an IPv6 address, or the name as it is."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), _PREFIX), strict=False))


def is_among(host: str, networks: Sequence[str]) -> bool:
    """Whether an address is one of these addresses, or in one of these networks."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return any(address in ipaddress.ip_network(one, strict=False) for one in networks)
