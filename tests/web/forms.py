"""Every form of the application."""

from __future__ import annotations

from collections.abc import Iterator

from lms.web.form import Form


def all_forms(base: type[Form] = Form) -> Iterator[type[Form]]:
    """The forms that have been imported, whatever they inherit from."""
    for form in base.__subclasses__():
        yield form
        yield from all_forms(form)
