"""Second factors in tests: an authenticator app, codes on paper, and a device made of Python."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pyotp
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)
from lxml import html
from sqlalchemy.orm import Session

from lms.accounts.models import Person, RecoveryCode
from lms.accounts.rules.recovery import code_hash, written_code
from lms.accounts.rules.secrets import seal_secret
from lms.accounts.rules.totp import new_secret
from lms.kernel.keys import Keys
from lms.web.page import new_token, now
from tests.client import Client
from tests.make import PASSWORD, Make

ORIGIN = "http://localhost"


def give_app(make: Make, keys: Keys, person: Person) -> str:
    """The secret of an app that the person now has."""
    secret, public_id = new_secret(os.urandom(20)), new_token()
    sealed = seal_secret(keys, public_id, secret, nonce=os.urandom(12))
    make.app(person, public_id=public_id, secret_sealed=sealed)
    return secret


def code_at(secret: str, moment: datetime | None = None) -> str:
    """What the app shows."""
    return pyotp.TOTP(secret).at(moment or now())


def later(steps: int) -> datetime:
    """A moment so many half minutes from now."""
    return now() + timedelta(seconds=30 * steps)


def give_codes(session: Session, person: Person, count: int = 10) -> list[str]:
    """Backup codes that the person now has."""
    codes = [written_code(os.urandom(10)) for _each in range(count)]
    session.add_all(
        RecoveryCode(person_id=person.id, code_hash=code_hash(person.id, code), made_at=now())
        for code in codes
    )
    session.flush()
    return codes


def knock(client: Client, person: Person, path: str = "/sign-in") -> str:
    """Sign in by the password; where it led."""
    page = client.read(path)
    values = dict(page.form("/sign-in").form_values())
    values |= {"email": person.email, "password": PASSWORD}
    answer = client.open(page.form("/sign-in").get("action"), method="POST", data=values)
    assert answer.status_code == 303
    return str(answer.headers["Location"])


@dataclass
class Device:
    """An authenticator that keeps passkeys and asks its owner: what a telephone does, in Python."""

    origin: str = ORIGIN
    rp_id: str = "localhost"
    counts: bool = True
    verifies: bool = True
    used: int = 0
    credential_id: bytes = field(default_factory=lambda: os.urandom(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    user: bytes = b""

    @property
    def credential(self) -> AttestedCredentialData:
        """The public half."""
        made_by: Any = ES256
        public = made_by.from_cryptography_key(self.key.public_key())
        return AttestedCredentialData.create(Aaguid.NONE, self.credential_id, public)

    def make(self, options: dict[str, Any]) -> str:
        """The answer to a page that asks for a new passkey."""
        self.user = websafe_decode(options["user"]["id"])
        data = self._data(self.credential)
        client = self._client(CollectedClientData.TYPE.CREATE, options["challenge"])
        made = AttestationObject.create("none", data, {})
        return self._answer(clientDataJSON=bytes(client), attestationObject=bytes(made))

    def show(self, options: dict[str, Any]) -> str:
        """The answer to a page that asks for a passkey."""
        self.used += self.counts
        data = self._data(None)
        client = self._client(CollectedClientData.TYPE.GET, options["challenge"])
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            clientDataJSON=bytes(client),
            authenticatorData=bytes(data),
            signature=signature,
            userHandle=self.user,
        )

    def _data(self, credential: AttestedCredentialData | None) -> AuthenticatorData:
        flags = AuthenticatorData.FLAG.UP
        if self.verifies:
            flags |= AuthenticatorData.FLAG.UV
        if credential is not None:
            flags |= AuthenticatorData.FLAG.AT
        rp = sha256(self.rp_id.encode()).digest()
        made: AuthenticatorData = AuthenticatorData.create(rp, flags, self.used, credential or b"")
        return made

    def _client(self, kind: str, challenge: str) -> CollectedClientData:
        return CollectedClientData.create(kind, challenge, self.origin)

    def _answer(self, **parts: bytes) -> str:
        name = websafe_encode(self.credential_id)
        response = {key: websafe_encode(value) for key, value in parts.items()}
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "clientExtensionResults": {},
                "response": response,
            }
        )


def give_passkey(make: Make, person: Person, **values: Any) -> Device:
    """A device that holds a passkey of the person."""
    device = Device(**values)
    device.user = person.public_id.encode()
    make.passkey(
        person,
        credential_id=device.credential_id,
        credential=bytes(device.credential),
        sign_count=device.used,
    )
    return device


def options_of(page: Any) -> dict[str, Any]:
    """What a page asks of the browser."""
    found = page.tree.xpath("//form[@data-passkey]/@data-options")
    return dict(json.loads(found[0]))


def passkey_form(page: Any) -> html.HtmlElement:
    """The form that the script fills."""
    return page.tree.xpath("//form[@data-passkey]")[0]
