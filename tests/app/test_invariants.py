"""Each invariant holds on what operations did, and sees what somebody broke in SQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from lms.app.commands import lms
from lms.app.invariants import INVARIANTS, Grounds, Verdict, verdicts
from lms.app.sealed import SEALED_COLUMNS, SEALED_OTHERWISE
from lms.app.tables import metadata
from lms.kernel.base import Sealed
from lms.web.database import Application
from lms.web.page import now
from tests.app.demo_world import demo_app
from tests.databases import Databases


@pytest.fixture(scope="module")
def demo(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """Made once: each test breaks it inside a transaction that is rolled back."""
    app = demo_app(databases, tmp_path_factory.mktemp("invariants"))
    yield app
    app.extensions["sillage.engine"].dispose()


@pytest.fixture
def connection(demo: Application) -> Iterator[Connection]:
    """A connection on which nothing is refused, as for somebody with the database's password."""
    with demo.extensions["sillage.engine"].connect() as opened:
        opened.begin()
        sqlite = opened.dialect.name == "sqlite"
        free = "PRAGMA defer_foreign_keys=ON" if sqlite else "SET session_replication_role=replica"
        opened.execute(text(free))
        if sqlite:
            opened.execute(text("PRAGMA ignore_check_constraints=ON"))
        yield opened
        opened.rollback()
        if sqlite:
            opened.exec_driver_sql("PRAGMA ignore_check_constraints=OFF")


def grounds(app: Application, session: Session) -> Grounds:
    """What the checks stand on."""
    settings = app.extensions["sillage.settings"]
    return Grounds(
        session=session,
        keys=app.extensions["sillage.keys"],
        files=settings.files,
        anchors=settings.journal_anchor,
        now=now(),
    )


def verdict(app: Application, connection: Connection, code: str) -> Verdict:
    """The verdict on one invariant."""
    with Session(connection) as session:
        (found,) = verdicts(grounds(app, session), [code])
    return found


def test_everything_holds_on_what_operations_did(demo: Application) -> None:
    said = demo.test_cli_runner().invoke(lms, ["check-invariants"])
    assert said.exit_code == 0, said.output
    assert [line.split()[0] for line in said.output.splitlines()] == ["ok"] * len(INVARIANTS)
    only = demo.test_cli_runner().invoke(lms, ["check-invariants", "I2", "I9"])
    assert [line.split()[1] for line in only.output.splitlines()] == ["I2:", "I9:"]


TAMPERINGS = {
    "I2": (
        "DROP INDEX uq_certificates_valid; UPDATE certificates SET state = 'valid',"
        " enrolment_id = (SELECT min(enrolment_id) FROM certificates)",
        "UPDATE certificates SET state = 'replaced' WHERE state = 'valid'",
    ),
    "I3": (
        "UPDATE participations SET standing = 'countersigned' WHERE standing = 'signed'",
        "UPDATE participations SET standing = 'logged' WHERE standing = 'signed'",
        "DELETE FROM signatures WHERE standing = 'signed'",
        "UPDATE participations SET minutes = minutes + 15 WHERE standing <> 'logged'",
    ),
    "I3b": ("UPDATE completions SET minutes = minutes + 1",),
    "I3c": (
        "UPDATE enrolment_statuses SET supervision_minutes = supervision_minutes + 60",
        "UPDATE enrolment_statuses SET steps_done = steps_done - 1",
        "DELETE FROM completions",
    ),
    "I4": (
        "UPDATE participations SET minutes = minutes + 15 WHERE standing <> 'logged'",
        "UPDATE supervision_sessions SET held_on = '2020-01-01'",
        "UPDATE signatures SET factor = 'nothing'",
        "UPDATE signatures SET person_id = person_id + 1",
        "UPDATE people SET public_id = 'p' || id",
    ),
    "I5": (
        "{journal}; DELETE FROM journal_entries WHERE action = 'certification.issue'",
        "{journal}; DELETE FROM journal_entries WHERE action = 'supervision.sign_record'",
        "{journal}; UPDATE journal_entries SET actor_id = 1"
        " WHERE action = 'supervision.answer_record'",
        "DELETE FROM signatures",
        "DELETE FROM certificates",
        "UPDATE agreements SET public_id = 'a' || id",
    ),
    "I6": (
        "{journal}; UPDATE journal_entries SET actor_id = 1 WHERE sequence = 3",
        "{journal}; DELETE FROM journal_entries WHERE sequence = 3",
        "{journal}; DELETE FROM journal_entries"
        " WHERE sequence > (SELECT max(sequence) - 2 FROM journal_entries)",
    ),
    "I7": (
        "UPDATE memberships SET organisation_id = 90000 + id",
        "UPDATE certificates SET organisation_id = 99999",
    ),
    "I8": (
        "UPDATE drafts SET sealed = CAST('words in the clear' AS {bytes})",
        "UPDATE session_texts SET sealed = (SELECT sealed FROM drafts LIMIT 1)",
        "DELETE FROM person_keys",
        "UPDATE person_keys SET wrapped = (SELECT wrapped FROM person_keys LIMIT 1)",
    ),
    "I8b": (
        "UPDATE certificates SET file_kept_as = 'aa', file_sha256 = 'bb'",
        "UPDATE certificates SET file_sha256 = 'bb'",
    ),
    "I9": (
        "DELETE FROM people",
        "DELETE FROM agreements",
        "{unchecked}",
    ),
    "I10": (
        "UPDATE letters SET sent_at = NULL WHERE state = 'sent'",
        "UPDATE letters SET state = 'pending' WHERE state = 'sent'",
        "{letters}",
    ),
}
DIALECTS = {
    "sqlite": {
        "bytes": "BLOB",
        "journal": "DROP TRIGGER journal_entries_change; DROP TRIGGER journal_entries_delete",
        "letters": "UPDATE letters SET state = 'lost'",
        "unchecked": "UPDATE participations SET minutes = 1; PRAGMA ignore_check_constraints=OFF",
    },
    "postgresql": {
        "bytes": "BYTEA",
        "journal": "SELECT 1",
        "letters": "ALTER TABLE letters DROP CONSTRAINT uq_letters_message_id;"
        " UPDATE letters SET message_id = 'same'",
        "unchecked": "ALTER TABLE letters ADD CONSTRAINT odd CHECK (id < 0) NOT VALID",
    },
}


@pytest.mark.parametrize(
    ("code", "tampering"),
    [(code, one) for code, several in TAMPERINGS.items() for one in several],
)
def test_what_somebody_broke_in_sql_is_found(
    demo: Application, connection: Connection, code: str, tampering: str
) -> None:
    words = DIALECTS[connection.dialect.name]
    for statement in tampering.format(**words).split(";"):
        connection.execute(text(statement))
    found = verdict(demo, connection, code)
    assert found.broken
    assert found.first


def test_every_column_of_bytes_is_walked_or_said_to_be_sealed_otherwise() -> None:
    walked = {f"{one.table}.{one.column.key}" for one in SEALED_COLUMNS}
    bytes_ = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Sealed)
    }
    assert bytes_ - walked == SEALED_OTHERWISE.keys()
    assert not walked & SEALED_OTHERWISE.keys()


def test_every_invariant_was_broken_by_a_test() -> None:
    assert TAMPERINGS.keys() == {one.code for one in INVARIANTS}
