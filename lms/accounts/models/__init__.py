"""The tables of accounts: people and their sign-ins, and what proves who they are."""

from lms.accounts.models.devices import KnownDevice, SignInLink
from lms.accounts.models.factors import AuthenticatorApp, Passkey, RecoveryCode, SpentChallenge
from lms.accounts.models.people import (
    AddressChange,
    Invitation,
    InvitationState,
    Membership,
    MembershipState,
    PasswordReset,
    Person,
    PersonState,
    RosterStanding,
    SignIn,
    SignInState,
    Throttle,
)

__all__ = [
    "AddressChange",
    "AuthenticatorApp",
    "Invitation",
    "InvitationState",
    "KnownDevice",
    "Membership",
    "MembershipState",
    "Passkey",
    "PasswordReset",
    "Person",
    "PersonState",
    "RecoveryCode",
    "RosterStanding",
    "SignIn",
    "SignInLink",
    "SignInState",
    "SpentChallenge",
    "Throttle",
]
