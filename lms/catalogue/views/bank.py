"""Pages of the bank: its questions, one of them, taking files in and giving them out."""

from __future__ import annotations

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response

from lms.catalogue import policies
from lms.catalogue.forms.bank import (
    LONGEST_FILE,
    BankSearchForm,
    DropForm,
    ImportForm,
    QuestionSourceForm,
)
from lms.catalogue.models import BankQuestion
from lms.catalogue.operations import bank as operations
from lms.catalogue.operations.bank import Keeper
from lms.catalogue.queries import bank as queries
from lms.catalogue.queries.bank import Wanted
from lms.catalogue.queries.studio import newest_framework
from lms.catalogue.render.asking import pieces_of, question_form
from lms.catalogue.render.bank import EXAMPLES, kinds_in_words, verdicts_in_words
from lms.catalogue.rules.checks.kinds import QuestionKind, kind_of
from lms.catalogue.rules.questions.banked import as_asked, kind_kept, question_from
from lms.catalogue.rules.questions.formats import READERS, WRITERS, Format, format_of
from lms.catalogue.rules.questions.gift.writer import write_gift
from lms.catalogue.rules.questions.model import Question
from lms.catalogue.rules.questions.report import Reading, Report, Unreadable, Verdict
from lms.catalogue.rules.questions.texts import decoded
from lms.catalogue.views.blueprint import bp
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import Text, _, ngettext
from lms.web.bodies import takes_files
from lms.web.database import db
from lms.web.guard import actor, requires
from lms.web.i18n import said, sentence
from lms.web.page import done, form_page, new_token, now, page

LONGEST_PLACE = 15
SUFFIX = {Format.GIFT: "gift", Format.MOODLE_XML: "xml"}
LANGUAGES = ("fr", "en")


def domains_in_words() -> dict[str, str]:
    """Codes and titles of the newest framework."""
    found = newest_framework(db.session)
    return {one["code"]: f"{one['code']}. {said(one['title'])}" for one in found}


def keeper() -> Keeper:
    """Who keeps questions now."""
    return Keeper(organisation_id=actor.organisation_id or 0, person_id=actor.person_id, now=now())


def wanted_here() -> Wanted:
    """What the address looks for."""
    kind = request.args.get("kind", "")
    return Wanted(
        organisation_id=actor.organisation_id,
        words=request.args.get("q", "")[:100],
        domain=request.args.get("domain", "")[:60],
        kind=QuestionKind(kind) if kind in set(QuestionKind) else None,
    )


def before_in_address() -> int:
    """Where a page of a list begins; 0 at the beginning."""
    asked = request.args.get("before", "")
    return int(asked) if asked.isdecimal() and len(asked) <= LONGEST_PLACE else 0


@bp.get("/studio/questions")
@requires(policies.may_write)
def bank() -> ResponseReturnValue:
    """The organisation's questions, the newest first, searched by the address."""
    wanted, before = wanted_here(), before_in_address()
    rows, after = queries.bank_questions(db.session, wanted, before=before)
    kept = {"q": wanted.words, "domain": wanted.domain, "kind": wanted.kind or ""}
    return page(
        "catalogue/bank.html",
        form=BankSearchForm(domains_in_words(), kinds_in_words(), formdata=request.args),
        rows=rows,
        wanted=wanted,
        kinds=kinds_in_words(),
        kept={name: value for name, value in kept.items() if value},
        before=before,
        after=after,
    )


@bp.route("/studio/questions/new", methods=["GET", "POST"])
@requires(policies.may_write)
def new_question() -> ResponseReturnValue:
    """Write a question, in French, in English or in both."""
    form = QuestionSourceForm(domains_in_words())
    if form.accepted():
        try:
            token = keep_new(_read_both(form), form.domain.data)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            to = url_for(".bank_question", public_id=token)
            return done(_("The question is in the bank."), to=to)
    return form_page(
        "catalogue/bank_question.html",
        form,
        held=None,
        examples=_examples(),
        kinds=kinds_in_words(),
    )


def keep_new(found: dict[str, Question], domain: str) -> str:
    """Keep a new question in its languages; its public id."""
    by, token = keeper(), new_token()
    locale, question = next(iter(found.items()))
    operations.keep_questions(
        db.session, [question], by, domain=domain, locale=locale, new_id=lambda: token
    )
    if len(found) > 1:
        held = queries.bank_question(db.session, by.organisation_id, token) or abort(404)
        operations.change_question(db.session, held, found, by, domain=domain, version=1)
    return token


def _read_both(form: QuestionSourceForm) -> dict[str, Question]:
    """The question in each language that was written; the first fault stands beside its field."""
    found = {
        locale: _read_one(form[locale].data, locale)
        for locale in LANGUAGES
        if (form[locale].data or "").strip()
    }
    if not found:
        raise RuleBroken("fr", _("Write the question, in one language at least."))
    return found


def _read_one(text: str, field: str) -> Question:
    try:
        reading = _reading(text, "")
    except Unreadable as refused:
        raise RuleBroken(field, _told(refused.note.line, refused.note.sentence)) from None
    left = next((note for note in reading.notes if note.verdict is Verdict.LEFT), None)
    if left is not None:
        raise RuleBroken(field, _told(left.line, left.sentence))
    if len(reading.questions) != 1 or kind_kept(reading.questions[0]) is None:
        raise RuleBroken(field, _("Write one question, which asks something."))
    return reading.questions[0]


def _told(line: int, words: Text) -> Text:
    return _("Line %(line)s: %(words)s", line=line, words=words)


def _reading(text: str, name: str) -> Reading:
    content = text.encode()
    return READERS[format_of(name, content)](content)


def _examples() -> list[tuple[str, str]]:
    words = kinds_in_words()
    return [(words[kind], text) for kind, text in EXAMPLES]


@bp.route("/studio/questions/<public_id>", methods=["GET", "POST"])
@requires(policies.may_write)
def bank_question(public_id: str) -> ResponseReturnValue:
    """A question as its reader meets it, and its text to change."""
    held = queries.bank_question(db.session, actor.organisation_id, public_id) or abort(404)
    form = QuestionSourceForm(domains_in_words())
    if form.accepted():
        try:
            operations.change_question(
                db.session,
                held,
                _read_both(form),
                keeper(),
                domain=form.domain.data,
                version=form.version.data or 0,
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            to = url_for(".bank_question", public_id=public_id)
            return done(_("The question is changed."), to=to)
    elif not form.is_submitted() and not form.kept:
        _fill(form, held)
    sources = sorted(held.sources.items(), reverse=True)
    previews = [(locale, *_preview(locale, source)) for locale, source in sources]
    return form_page(
        "catalogue/bank_question.html",
        form,
        held=held,
        previews=previews,
        drop=DropForm(sent_to=url_for(".drop_question", public_id=public_id)),
        kind=kinds_in_words()[held.kind.value],
        examples=_examples(),
    )


def _fill(form: QuestionSourceForm, held: BankQuestion) -> None:
    form.domain.data, form.version.data = held.domain, held.version
    for locale, source in held.sources.items():
        # GIFT where it loses nothing: it is easier to read.
        question = question_from(source)
        written = write_gift([question])
        form[locale].data = source if written.notes else written.text.strip()


def _preview(locale: str, source: str) -> tuple[object, ...]:
    """What the components of a question ask for: its form, kind, text and pieces."""
    asked = as_asked(question_from(source))
    kind = kind_of(asked)
    form = question_form(asked, prefix=f"{locale}-") if kind is not QuestionKind.OPEN else None
    return form, kind.value, asked["text"], pieces_of(asked["text"])


@bp.post("/studio/questions/<public_id>/drop")
@requires(policies.may_write)
def drop_question(public_id: str) -> ResponseReturnValue:
    """Take it out of the bank."""
    held = queries.bank_question(db.session, actor.organisation_id, public_id) or abort(404)
    if DropForm().accepted():
        operations.drop_question(db.session, held, keeper())
        return done(_("The question is no longer in the bank."), to=url_for(".bank"))
    return done(None, to=url_for(".bank_question", public_id=public_id))


@takes_files(2 * LONGEST_FILE)
@bp.route("/studio/questions/import", methods=["GET", "POST"])
@requires(policies.may_write)
def import_questions() -> ResponseReturnValue:
    """A file is looked at first, line by line; nothing is kept before a second press."""
    form = ImportForm(domains_in_words())
    _take_file(form)
    keeps = request.form.get("act") == "keep"
    # Only what is kept uses up the form: one may look as often as one likes.
    if not (form.accepted() if keeps else form.looked_at()):
        return form_page("catalogue/import_questions.html", form, reading=None)
    try:
        reading = _reading(form.text.data, form.name.data or "")
        if keeps:
            return _keep(form, reading)
    except Unreadable as refused:
        form.blame(RuleBroken("text", _told(refused.note.line, refused.note.sentence)))
        return form_page("catalogue/import_questions.html", form, reading=None)
    except RuleBroken as broken:
        form.blame(broken)
        return form_page("catalogue/import_questions.html", form, reading=None)
    return form_page(
        "catalogue/import_questions.html", form, reading=reading, verdicts=verdicts_in_words()
    )


def _take_file(form: ImportForm) -> None:
    """The text of a file that was sent takes the place of what was pasted."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return
    content = sent.stream.read(LONGEST_FILE + 1)
    try:
        form.text.data = decoded(content, Report())
    except Unreadable as refused:
        form.text.data = ""
        form.form_errors = [sentence(_told(refused.note.line, refused.note.sentence))]
    form.text.raw_data = [form.text.data]
    form.name.data = sent.filename[:200]


def _keep(form: ImportForm, reading: Reading) -> ResponseReturnValue:
    kept = operations.keep_questions(
        db.session,
        reading.questions,
        keeper(),
        domain=form.domain.data,
        locale=form.locale.data,
        new_id=new_token,
    )
    words = ngettext("%(num)s question is in the bank.", "%(num)s questions are in the bank.", kept)
    return done(words, to=url_for(".bank"))


@bp.get("/studio/questions/export/<any(gift, xml):suffix>")
@requires(policies.may_write)
def export_questions(suffix: str) -> ResponseReturnValue:
    """What the address looks for, as one file; a thousand questions at most."""
    form = next(form for form, name in SUFFIX.items() if name == suffix)
    locale = "en" if request.args.get("locale") == "en" else "fr"
    sources = queries.sources_to_export(db.session, wanted_here(), locale)
    written = WRITERS[form]([question_from(source) for source in sources])
    answer = Response(written.text, mimetype="text/xml" if suffix == "xml" else "text/plain")
    answer.headers["Content-Disposition"] = f'attachment; filename="questions-{locale}.{suffix}"'
    return answer
