"""Addresses inside this site."""

from __future__ import annotations

from urllib.parse import urlsplit


def local_address(address: str | None, otherwise: str = "/") -> str:
    """The address when it leads inside this site, else `otherwise`: no open redirect."""
    try:
        parts = urlsplit((address or "").replace("\\", "/"))
    except ValueError:
        return otherwise
    path = parts.path
    # Browsers read any number of leading slashes as the beginning of a host.
    inside = path.startswith("/") and not path.startswith("//")
    if not inside or parts.scheme or parts.netloc:
        return otherwise
    return parts._replace(fragment="").geturl()
