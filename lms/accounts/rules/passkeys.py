"""Pure rules of passkeys: our side of WebAuthn, without database, clock or browser.

A challenge carries its own proof: chance, the second at which it was given, and a keyed digest over
both and over what it is for. Nothing is kept until it is answered.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationConveyancePreference,
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from lms.kernel.keys import Keys

PURPOSE = "passkey challenge"
ANSWERED_WITHIN = timedelta(hours=1)
"""A sign-in page stays open for a while; each challenge is taken once all the same."""
CHANCE_BYTES, TIME_BYTES = 16, 8
VERIFIED = UserVerificationRequirement.REQUIRED


class PasskeyRefused(Exception):
    """The browser's answer does not prove anything here; the message is for tests and logs."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where passkeys are for: the fixed public address and its host."""

    origin: str

    @property
    def host(self) -> str:
        """The relying party's id."""
        return urlsplit(self.origin).hostname or ""

    @property
    def can_have_passkeys(self) -> bool:
        """Browsers keep passkeys for names only, over https or on the machine itself."""
        try:
            ip_address(self.host)
        except ValueError:
            return self.origin.startswith("https://") or self.host == "localhost"
        return False

    def server(self) -> Fido2Server:
        """The checks of WebAuthn for this site; the origin must be ours to the letter."""
        return Fido2Server(
            PublicKeyCredentialRpEntity(name="Sillage", id=self.host),
            attestation=AttestationConveyancePreference.NONE,
            verify_origin=lambda origin: origin == self.origin,
        )


@dataclass(frozen=True, slots=True)
class Owner:
    """What a passkey remembers of the person: a random id, and what the device shows."""

    public_id: str
    address: str
    name: str


def new_challenge(keys: Keys, what_for: str, *, chance: bytes, now: datetime) -> bytes:
    """A challenge for one thing, from 16 random bytes."""
    head = chance[:CHANCE_BYTES] + int(now.timestamp()).to_bytes(TIME_BYTES, "big")
    return head + _proof(keys, what_for, head)


def is_ours(keys: Keys, what_for: str, challenge: bytes, *, now: datetime) -> bool:
    """Whether we gave this challenge, for this, not long ago."""
    head = challenge[: CHANCE_BYTES + TIME_BYTES]
    if not hmac.compare_digest(challenge[len(head) :], _proof(keys, what_for, head)):
        return False
    given = datetime.fromtimestamp(int.from_bytes(head[CHANCE_BYTES:], "big"), UTC)
    return given - timedelta(minutes=1) <= now <= given + ANSWERED_WITHIN


def _proof(keys: Keys, what_for: str, head: bytes) -> bytes:
    return hmac.new(keys.derive(PURPOSE), head + what_for.encode(), sha256).digest()


def making(site: Site, owner: Owner, known: Sequence[bytes], challenge: bytes) -> dict[str, Any]:
    """What the browser is told to make a passkey, one that it can find without an address."""
    options, _state = site.server().register_begin(
        PublicKeyCredentialUserEntity(
            id=owner.public_id.encode(), name=owner.address, display_name=owner.name
        ),
        _described(known),
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=VERIFIED,
        challenge=challenge,
    )
    return dict(options.public_key)


def asking(site: Site, known: Sequence[bytes] | None, challenge: bytes) -> dict[str, Any]:
    """What the browser is told to ask for: one of the known passkeys, or any for this site."""
    options: dict[str, Any] = {
        "challenge": websafe_encode(challenge),
        "rpId": site.host,
        "userVerification": VERIFIED.value,
    }
    if known is not None:
        options["allowCredentials"] = [
            {"type": "public-key", "id": websafe_encode(one)} for one in known
        ]
    return options


def _described(known: Sequence[bytes]) -> list[PublicKeyCredentialDescriptor]:
    kind = PublicKeyCredentialType.PUBLIC_KEY
    return [PublicKeyCredentialDescriptor(type=kind, id=one) for one in known]


@dataclass(frozen=True, slots=True)
class Made:
    """A passkey that a device has just made."""

    challenge: bytes
    credential_id: bytes
    credential: bytes
    sign_count: int


def read_made(site: Site, answer: str) -> Made:
    """The new passkey in the browser's answer; its challenge is still to be judged."""
    try:
        given = RegistrationResponse.from_dict(json.loads(answer))
        challenge = given.response.client_data.challenge
        data = site.server().register_complete(_state(challenge), given)
    except Exception as refused:  # what fido2 raises on odd input is not a closed list
        raise PasskeyRefused(str(refused)) from None
    return _made(challenge, data)


def _made(challenge: bytes, data: AuthenticatorData) -> Made:
    credential = data.credential_data
    if credential is None:
        raise PasskeyRefused("no key in the answer")
    return Made(challenge, credential.credential_id, bytes(credential), data.counter)


@dataclass(frozen=True, slots=True)
class Shown:
    """A browser's answer that names a passkey, read but not believed."""

    challenge: bytes
    credential_id: bytes
    owner: str
    """The random id that the passkey remembers; empty when the device does not say."""
    sign_count: int
    answer: AuthenticationResponse


def read_shown(answer: str) -> Shown:
    """What the answer claims."""
    try:
        given = AuthenticationResponse.from_dict(json.loads(answer))
        return Shown(
            given.response.client_data.challenge,
            given.raw_id,
            (given.response.user_handle or b"").decode(),
            given.response.authenticator_data.counter,
            given,
        )
    except Exception as refused:  # what fido2 raises on odd input is not a closed list
        raise PasskeyRefused(str(refused)) from None


def check_shown(site: Site, shown: Shown, credential: bytes) -> None:
    """Whether the answer was signed by this passkey, here, by a person it knows."""
    try:
        known = AttestedCredentialData(credential)
        site.server().authenticate_complete(_state(shown.challenge), [known], shown.answer)
    except Exception as refused:  # what fido2 raises on odd input is not a closed list
        raise PasskeyRefused(str(refused)) from None


def _state(challenge: bytes) -> dict[str, Any]:
    # Whether the challenge is ours is judged by `is_ours`; the library compares it with itself.
    return {"challenge": websafe_encode(challenge), "user_verification": VERIFIED}
