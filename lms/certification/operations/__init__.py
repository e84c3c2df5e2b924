"""Settling, issuing, correcting and drawing; one file for each subject."""

from lms.certification.operations.entries import Chance
from lms.certification.operations.issue import IssueCertificate, issue
from lms.certification.operations.replace import ReplaceCertificate, replace
from lms.certification.operations.settle import settle
from lms.certification.operations.withdraw import WithdrawCertificate, withdraw

__all__ = [
    "Chance",
    "IssueCertificate",
    "ReplaceCertificate",
    "WithdrawCertificate",
    "issue",
    "replace",
    "settle",
    "withdraw",
]
