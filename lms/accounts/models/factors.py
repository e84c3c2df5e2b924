"""What proves a person besides the password: an authenticator app, passkeys, recovery codes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.base import Base, Sealed


class AuthenticatorApp(Base):
    """The app that shows the person's six figures: one for each person, its secret sealed.

    Personal data: that the person uses one, and when; deleted when it is removed.
    """

    __tablename__ = "authenticator_apps"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    secret_sealed: Mapped[bytes] = mapped_column(Sealed)
    last_step: Mapped[int]
    """The half minute, counted since 1970, of the last code that was taken: none is taken twice."""
    added_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class Passkey(Base):
    """A key pair on a device of the person's, of which we hold the public half.

    Personal data: the name that the person gave it, and when it was used; deleted when removed.
    """

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str]
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    credential: Mapped[bytes]
    """Attested credential data as WebAuthn writes it: model, credential id and public key."""
    sign_count: Mapped[int]
    """How often the device says it signed; a smaller number tells of a copy. 0: it does not say."""
    added_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code on paper that opens once when the app and the passkeys are lost, kept as a hash.

    Personal data: when it was used; deleted with the next ten, or with the last factor.
    """

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SpentChallenge(Base):
    """A passkey's challenge that was answered: no answer counts twice.

    Personal data: none; deleted after a day.
    """

    __tablename__ = "spent_challenges"

    challenge: Mapped[str] = mapped_column(primary_key=True)
    spent_at: Mapped[datetime] = mapped_column(index=True)
