"""The base of all forms: shape here, rules in operations, each accepted once."""

from __future__ import annotations

import dataclasses
import unicodedata
from hashlib import sha256
from typing import Any, TypeVar

from flask import flash, g, request
from flask_login import current_user
from flask_wtf import FlaskForm
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField
from wtforms.meta import DefaultMeta

from lms.kernel.database import insert_new
from lms.kernel.refusals import RuleBroken
from lms.web.database import db
from lms.web.i18n import gettext, language, sentence
from lms.web.kept import KEPT, forget_form, form_to_show
from lms.web.models import FormKey
from lms.web.page import new_token, now

Order = TypeVar("Order")
KEY_LENGTH = 64
# What a person may type has no control signs but tab and newlines.
BROKEN = {code: None for code in range(32) if code not in (9, 10, 13)} | {127: None}


class Repeated(Exception):
    """The same form was already accepted; `location` is where its first answer led."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


class Form(FlaskForm):
    """A form that changes something: token, one-time key, calm refusals."""

    form_key = HiddenField(default=new_token)
    once = True
    """Whether the same form is accepted a single time (sign-in and autosave say False)."""
    files: frozenset[str] = frozenset()
    """The fields that take a file; in the place of any other, one counts as nothing."""

    class Meta(FlaskForm.Meta):
        @property
        def locales(self) -> tuple[str]:
            return (language(),)

        def get_translations(self, form: FlaskForm) -> Any:
            # Flask-WTF reads its catalogue from disk for every request; WTForms keeps it.
            return DefaultMeta.get_translations(self, form)

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            found = super().wrap_formdata(form, formdata)
            if found is None and isinstance(form, Form):
                found = form._typed_before()
            files = form.files if isinstance(form, Form) else frozenset()
            return _cleaned(found, files) if isinstance(found, MultiDict) else found

    def __init__(self, *args: Any, sent_to: str = "", **kwargs: Any) -> None:
        """`sent_to`: the form's own address, where its page has another."""
        self._sent_to = sent_to or request.path
        self.kept = ""
        """The public id of what was kept of this form over a sign-in."""
        super().__init__(*args, **kwargs)
        if self.is_submitted():
            self.kept = request.form.get(KEPT, "")
        self.failed = False
        if not self.once:
            del self.form_key

    def accepted(self) -> bool:
        """True when the form was sent, has the right shape and was not accepted before."""
        if not self.is_submitted():
            return False
        if not self.validate():
            self.failed = True
            return False
        if self.once:
            self._use_key()
        if self.kept:
            forget_form(self.kept)
        return True

    def into(self, order: type[Order]) -> Order:
        """The order (a frozen dataclass) filled from the fields of the same names."""
        values = {}
        for field in dataclasses.fields(order):  # type: ignore[arg-type]
            value = self[field.name].data
            values[field.name] = tuple(value) if isinstance(value, list) else value
        return order(**values)

    def blame(self, broken: RuleBroken) -> None:
        """Put a refused rule beside its field, in the reader's language."""
        self.failed = True
        words = sentence(broken.sentence)
        if broken.field in self:
            field = self[broken.field]
            field.errors = [*field.errors, words]
        else:
            self.form_errors: list[str] = [*self.form_errors, words]

    def _typed_before(self) -> MultiDict[str, str] | None:
        """What was kept of this form over a sign-in: shown again, for the person to send."""
        sent = form_to_show(self._sent_to)
        if sent is None or not any(name in self for name, _value in sent.values):
            return None
        self.kept = request.args[KEPT]
        if "kept_told" not in g:
            g.kept_told = True
            flash(gettext("What you typed was kept. Check it, then send it."), "ok")
        return MultiDict(sent.values)

    def _use_key(self) -> None:
        key = str(self.form_key.data or "")[:KEY_LENGTH]
        who = current_user.get_id() if current_user.is_authenticated else ""
        digest = sha256(f"{who}|{request.path}|{key}".encode()).hexdigest()
        g.form_key = digest
        if insert_new(db.session, FormKey, digest=digest, location="", used_at=now()):
            return
        first = db.session.scalar(select(FormKey.location).where(FormKey.digest == digest))
        raise Repeated(first or request.path)


def _cleaned(formdata: MultiDict[str, Any], files: frozenset[str]) -> MultiDict[str, Any]:
    return MultiDict(
        (name, _clean(value) if isinstance(value, str) else value)
        for name, value in formdata.items(multi=True)
        if isinstance(value, str) != (name in files)
    )


def _clean(value: str) -> str:
    whole = value.encode("utf-8", "ignore").decode()
    return unicodedata.normalize("NFC", whole.replace("\r\n", "\n")).translate(BROKEN)
