"""Marks outside the database: signed, appended, and compared by `lms journal verify`."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lms.app.commands import lms
from lms.app.doctor import _waiting
from lms.journal import jobs
from lms.journal.models import JournalEntry
from lms.journal.operations import marks_in, record, write_mark
from lms.journal.queries import head_of
from lms.journal.rules.chain import BEGINNING, Head
from lms.journal.rules.marks import Mark, MarkKind, MarkRefused, standing
from lms.kernel.keys import Keys
from lms.web.database import Application
from lms.web.page import now
from tests.journal.chained import KEYS, NOON, OURS, append, unguard

HOUR = timedelta(hours=1)


@pytest.fixture
def path(app: Application) -> Path:
    """The anchor file of this test."""
    kept: Path = app.extensions["sillage.settings"].journal_anchor
    kept.unlink(missing_ok=True)
    return kept


def run(app: Application, *words: str) -> Result:
    return app.test_cli_runner().invoke(lms, ["journal", *words])


def waiting(session: Session, count: int, at: datetime = NOON) -> None:
    for number in range(count):
        record(session, "test.act", now=at, actor_id=number, subject=("test", number))
    session.commit()


def test_the_worker_seals_each_minute_and_marks_the_head_each_hour(
    app: Application, session: Session, path: Path
) -> None:
    waiting(session, 3)
    assert [jobs.seal(app, now=NOON), jobs.seal(app, now=NOON)] == [3, 0]
    assert [jobs.anchor(app, now=NOON), jobs.anchor(app, now=NOON)] == [1, 0]
    waiting(session, 2)
    assert jobs.anchor(app, now=NOON + HOUR) == 1
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [line["sequence"] for line in lines] == [3, 5]
    session.expire_all()
    assert head_of(session).link == lines[-1]["link"]


def test_a_clock_set_back_does_not_stop_the_marks(
    app: Application, session: Session, path: Path
) -> None:
    assert jobs.anchor(app, now=NOON + 5 * HOUR) == 1
    assert jobs.anchor(app, now=NOON) == 1


def test_verify_says_what_it_walked_and_head_prints_the_end(
    app: Application, session: Session, path: Path
) -> None:
    waiting(session, 4)
    assert run(app, "anchor").exit_code == 0
    waiting(session, 1)
    verified = run(app, "verify")
    assert verified.exit_code == 0, verified.output
    assert verified.output == "entries 1 to 4 hold; 1 marks met; 1 entries wait for the next seal\n"
    session.expire_all()
    assert run(app, "head").output.startswith(f"4 {head_of(session).link}\n")


def test_verify_names_the_first_bad_entry_and_fails(
    app: Application, session: Session, path: Path
) -> None:
    waiting(session, 4)
    jobs.anchor(app, now=NOON)
    unguard(session)
    session.execute(update(JournalEntry).where(JournalEntry.sequence == 3).values(actor_id=99))
    session.commit()
    verified = run(app, "verify")
    assert verified.exit_code == 1
    assert verified.output == "Error: entry 3 is not what was sealed\n"
    assert run(app, "verify", "--chain-only").exit_code == 1


def test_a_cut_tail_is_found_in_a_copy_kept_elsewhere(
    app: Application, session: Session, path: Path, tmp_path: Path
) -> None:
    waiting(session, 4)
    jobs.anchor(app, now=NOON)
    elsewhere = tmp_path / "copy.jsonl"
    elsewhere.write_text(path.read_text())
    unguard(session)
    session.execute(delete(JournalEntry).where(JournalEntry.sequence >= 3))
    session.commit()
    path.write_text("")
    assert run(app, "verify").exit_code == 0, "who owns both the file and the database hides it"
    found = run(app, "verify", "--anchors", str(elsewhere))
    assert found.exit_code == 1
    assert "entry 3 is missing, and all that followed up to 4" in found.output


def test_without_its_marks_the_chain_is_not_called_whole(
    app: Application, session: Session, path: Path
) -> None:
    refused = run(app, "verify")
    assert refused.exit_code == 1
    assert "without marks a cut tail is not seen" in refused.output
    assert run(app, "verify", "--chain-only").output.startswith("nothing is sealed")


def test_a_restored_backup_is_told_and_later_marks_hold(
    app: Application, session: Session, path: Path
) -> None:
    waiting(session, 4)
    jobs.anchor(app, now=NOON)
    unguard(session)
    session.execute(delete(JournalEntry).where(JournalEntry.sequence > 2))
    session.commit()
    assert run(app, "verify").exit_code == 1
    assert run(app, "anchor", "--restored").exit_code == 0
    waiting(session, 3)
    assert run(app, "anchor").exit_code == 0
    assert run(app, "verify").output.startswith("entries 1 to 5 hold; 2 marks met")


def test_a_forged_or_torn_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "marks.jsonl"
    for sequence in (1, 2, 3):
        write_mark(path, Mark(MarkKind.HEAD, Head(sequence, "ab" * 32), NOON), KEYS)
    assert [mark.head.sequence for mark in marks_in(path, OURS)] == [1, 2, 3]
    whole = path.read_text()
    path.write_text(whole.replace('"sequence":2', '"sequence":1'))
    with pytest.raises(MarkRefused, match="line 2 is not signed by this installation"):
        marks_in(path, OURS)
    path.write_text(whole[:-20])
    write_mark(path, Mark(MarkKind.HEAD, Head(4, "cd" * 32), NOON), KEYS)
    with pytest.raises(MarkRefused, match="line 3 cannot be read"):
        marks_in(path, OURS)
    assert len(path.read_text().splitlines()) == 4


@pytest.mark.parametrize("line", ["", "{}", "[]", "null", '{"kind":"head"}', '{"sequence":[]}'])
def test_what_is_no_mark_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "marks.jsonl"
    path.write_text(line + "\n")
    with pytest.raises(MarkRefused, match="line 1 cannot be read"):
        marks_in(path, OURS)


def test_a_mark_of_another_installation_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "marks.jsonl"
    write_mark(path, Mark(MarkKind.HEAD, BEGINNING, NOON), Keys(bytes(32)))
    with pytest.raises(MarkRefused):
        marks_in(path, OURS)


def test_a_restore_voids_only_the_marks_that_it_cut_off() -> None:
    def at(sequence: int, kind: MarkKind = MarkKind.HEAD) -> Mark:
        return Mark(kind, Head(sequence, ""), NOON)

    restored = at(5, MarkKind.RESTORED)
    marks = (at(3), at(8), restored, at(6))
    assert standing(marks) == (at(3), restored, at(6))


def test_sealed_rows_are_never_touched_again(app: Application, session: Session) -> None:
    append(session, 5)
    before = session.execute(select(JournalEntry.__table__)).all()
    session.commit()
    jobs.seal(app, now=NOON)
    assert session.execute(select(JournalEntry.__table__)).all() == before


def test_the_doctor_sees_that_nobody_seals(app: Application, session: Session) -> None:
    assert _waiting(session).level == "ok"
    waiting(session, 2, at=now() - HOUR)
    found = _waiting(session)
    assert (found.level, found.words[:22]) == ("look", "2 journal entries late")
    jobs.seal(app, now=NOON)
    assert _waiting(session).level == "ok"
