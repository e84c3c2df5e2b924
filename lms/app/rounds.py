"""Every room's background work, by name: what the worker does each minute, at once or each hour."""

from __future__ import annotations

from collections.abc import Callable

from lms.accounts import jobs as accounts
from lms.assessment import jobs as assessment
from lms.attendance import jobs as attendance
from lms.certification import jobs as certification
from lms.drafts import jobs as drafts
from lms.journal import jobs as journal
from lms.learning import jobs as learning
from lms.outbox import jobs as outbox
from lms.portfolio import jobs as portfolio
from lms.privacy import jobs as privacy
from lms.storage import jobs as storage
from lms.supervision import jobs as supervision
from lms.web import jobs as web

Work = Callable[..., int]
"""Called with the application and `now=`; returns how much it did, 0 when nothing is left."""

URGENT: dict[str, Work] = {
    "outbox.deliver_due": outbox.deliver_due,
    "certification.print_due": certification.print_due,
    "attendance.print_due": attendance.print_due,
    "portfolio.make_due": portfolio.make_due,
    "privacy.make_due": privacy.make_due,
}
"""What somebody waits for after a click; also looked at each minute."""

EVERY_MINUTE: dict[str, Work] = {
    **URGENT,
    "accounts.apply_address_changes": accounts.apply_address_changes,
    "certification.settle_due": certification.settle_due,
    "certification.seal_files": certification.seal_files,
    "storage.forget_unwanted": storage.forget_unwanted,
    "journal.seal": journal.seal,
}

HOURLY: dict[str, Work] = {
    "accounts.purge": accounts.purge,
    "assessment.forget_levels": assessment.forget_levels,
    "assessment.purge": assessment.purge,
    "attendance.forget": attendance.forget,
    "attendance.forget_papers": attendance.forget_papers,
    "attendance.remind": attendance.remind,
    "certification.forget_old": certification.forget_old,
    "drafts.purge": drafts.purge,
    "journal.anchor": journal.anchor,
    "journal.purge": journal.purge,
    "learning.forget": learning.forget,
    "learning.forget_contacts": learning.forget_contacts,
    "learning.forget_exchanges": learning.forget_exchanges,
    "learning.forget_reading": learning.forget_reading,
    "learning.purge": learning.purge,
    "learning.seal_typed": learning.seal_typed,
    "outbox.forget_addresses": outbox.forget_addresses,
    "privacy.erase_due": privacy.erase_due,
    "privacy.forget_expired": privacy.forget_expired,
    "privacy.forget_wishes": privacy.forget_wishes,
    "supervision.forget": supervision.forget,
    "supervision.purge": supervision.purge,
    "web.purge_form_keys": web.purge_form_keys,
}
