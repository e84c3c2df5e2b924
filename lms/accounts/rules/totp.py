"""Pure rules of the authenticator app: its secret, its address, and which code is right when."""

from __future__ import annotations

import unicodedata
from base64 import b32encode
from datetime import datetime

import pyotp
from pyotp.utils import strings_equal

SECONDS = 30
FIGURES = 6
SECRET_BYTES = 20
DRIFT = 1
"""Steps that a telephone's clock may be early or late."""
ISSUER = "Sillage"


def new_secret(chance: bytes) -> str:
    """160 random bits (20 bytes) in base32, as apps read them."""
    return b32encode(chance).decode()


def step_at(now: datetime) -> int:
    """The half minute, counted since 1970."""
    return int(now.timestamp()) // SECONDS


def typed_code(words: str) -> str:
    """What was typed, as an app shows it: no spaces of any kind, ordinary figures."""
    plain = unicodedata.normalize("NFKC", words)
    return "".join(sign for sign in plain if unicodedata.category(sign)[0] not in "ZC")


def step_of(secret: str, code: str, *, after: int, now: datetime) -> int | None:
    """The step whose code this is, later than `after` and within the drift; None when wrong."""
    here = step_at(now)
    made = pyotp.TOTP(secret, digits=FIGURES, interval=SECONDS)
    steps = range(here - DRIFT, here + DRIFT + 1)
    # Every step is compared, so that the time taken tells nothing.
    right = [step for step in steps if strings_equal(made.at(step * SECONDS), code)]
    return next((step for step in right if step > after), None)


def address_for_app(secret: str, account: str) -> str:
    """The otpauth address that an app reads from the picture."""
    return pyotp.TOTP(secret, digits=FIGURES, interval=SECONDS).provisioning_uri(
        name=account, issuer_name=ISSUER
    )


def in_groups(secret: str) -> str:
    """The secret in groups of four, to be typed."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
