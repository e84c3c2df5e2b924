"""Every room's background work, by name: what the worker does each minute, at once or each hour."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

Work = Callable[..., int]
"""Called with the application and `now=`; returns how much it did, 0 when nothing is left."""


def _when_built(module: str, name: str) -> dict[str, Work]:
    try:
        work = getattr(import_module(module), name, None)
    except ModuleNotFoundError:
        work = None
    return {f"{module.split('.')[1]}.{name}": work} if work else {}


URGENT: dict[str, Work] = {
    **_when_built("lms.outbox.jobs", "deliver_due"),
    **_when_built("lms.certification.jobs", "print_due"),
}
"""What somebody waits for after a click; also looked at each minute."""

EVERY_MINUTE: dict[str, Work] = {
    **URGENT,
    **_when_built("lms.accounts.jobs", "apply_address_changes"),
    **_when_built("lms.certification.jobs", "settle_due"),
}

HOURLY: dict[str, Work] = {
    **_when_built("lms.accounts.jobs", "purge"),
    **_when_built("lms.drafts.jobs", "purge"),
    **_when_built("lms.outbox.jobs", "forget_addresses"),
    **_when_built("lms.supervision.jobs", "purge"),
    **_when_built("lms.web.jobs", "purge_form_keys"),
}
