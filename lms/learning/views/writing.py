"""A message being written, for either side: its draft is kept on the server until it is sent."""

from __future__ import annotations

from dataclasses import dataclass

from flask import jsonify, make_response, request
from flask.typing import ResponseReturnValue

from lms.drafts.operations import DraftNewer, SaveDraft, save_draft
from lms.drafts.queries import OpenDraft, drafts_of
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _
from lms.learning.forms import AutosaveForm
from lms.learning.forms.pace import MessageForm
from lms.learning.operations.exchanges import Sending
from lms.learning.queries.pace import Pace
from lms.web.database import db
from lms.web.guard import actor
from lms.web.i18n import clock, sentence
from lms.web.page import keys, new_token, now

NEWER = _(
    "A newer text was saved elsewhere. Nothing of yours is lost: “Keep the draft” lets you choose."
)


@dataclass(frozen=True, slots=True)
class Writing:
    """Where the draft stands: which side writes, in which training."""

    name: str
    training: Pace

    def draft(self) -> OpenDraft | None:
        """What was typed and not sent yet."""
        subject = self.training.public_id
        found = drafts_of(db.session, keys(), actor.person_id, self.name, [subject])
        return found.get(subject)

    def form(self, draft: OpenDraft | None, words: str = "") -> MessageForm:
        """The form with its draft; `words` where there is none."""
        text = draft.text if draft and draft.text else words
        return MessageForm(data={"text": text, "version": draft.version if draft else 0})

    def keep(self, text: str, version: int) -> int:
        """Keep what was typed; `DraftNewer` rather than overwrite other words."""
        order = SaveDraft(
            form=self.name, subject=self.training.public_id, text=text, version=version
        )
        return save_draft(
            db.session, keys(), order, person_id=actor.person_id, now=now(), public_id=new_token()
        )

    def empty(self, version: int) -> None:
        """It was sent; a newer draft of another page stays."""
        try:
            self.keep("", version)
        except DraftNewer:
            return

    def autosave(self) -> ResponseReturnValue:
        """Keep the text on its way; answers in JSON for the script."""
        form = AutosaveForm()
        try:
            version = self.keep(form.text.data or "", form.version.data or 0)
        except RuleBroken as broken:
            return jsonify(message=sentence(broken.sentence)), 422
        except DraftNewer:
            return jsonify(message=sentence(NEWER)), 409
        return jsonify(version=version, saved=sentence(_("Saved at %(time)s", time=clock(now()))))


def sending() -> Sending:
    """The person who acts, now."""
    return Sending(
        author_id=actor.person_id, public_id=new_token(), contact_id=new_token(), now=now()
    )


def keeps_draft() -> bool:
    """Whether the second button was pressed."""
    return request.form.get("act") == "keep"


def take_version(form: MessageForm, newer: OpenDraft) -> None:
    """What is kept next follows the newer draft, which its writer has seen now."""
    form.version.data = newer.version
    form.version.raw_data = None


def choice_page(shown: ResponseReturnValue) -> ResponseReturnValue:
    """409: both texts on one page, and nothing is replaced yet."""
    answer = make_response(shown)
    answer.status_code = 409
    return answer
