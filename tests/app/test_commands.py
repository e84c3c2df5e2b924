"""The `lms` command does what an operator needs and refuses in one line."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Invitation, Person
from lms.app.commands import lms
from lms.app.settings import DEMO_MARK
from lms.journal.models import JournalEntry
from lms.organisations.models import Organisation, Site
from lms.outbox.models import Letter
from lms.web.database import Application
from tests.make import Make

ROOT = Path(__file__).parents[2]
CREATE = (
    *("organisations", "create", "ch-lyon", "--name", "CH de Lyon", "--kind", "hospital"),
    *("--prefix", "CHL", "--city", "Lyon", "--signatory", "Camille Arnaud"),
    *("--function", "Responsable de formation"),
)


def run(app: Application, *words: str) -> Result:
    """One command on the test's database."""
    return app.test_cli_runner().invoke(lms, list(words))


def test_an_operator_creates_an_organisation_and_its_site(
    app: Application, session: Session
) -> None:
    assert run(app, *CREATE).exit_code == 0
    assert run(app, "organisations", "add-site", "ch-lyon", "Pavillon 3").exit_code == 0

    made = session.scalars(select(Organisation)).one()
    assert (made.slug, made.prefix, made.time_zone) == ("ch-lyon", "CHL", "Europe/Paris")
    assert not made.specimen
    assert session.scalars(select(Site.name)).all() == ["Pavillon 3"]
    assert set(session.scalars(select(JournalEntry.action))) == {
        "organisations.create",
        "organisations.add_site",
    }
    assert "CH de Lyon" in run(app, "organisations", "list").output


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("--prefix", "lower", "A prefix has 2 to 8 capital letters or digits."),
        ("--time-zone", "Lyon", "Write a time zone such as Europe/Paris."),
        ("--signatory", " ", "An organisation has a name and somebody who signs for it."),
    ],
)
def test_a_wrong_organisation_is_refused_in_one_line(
    app: Application, session: Session, name: str, value: str, said: str
) -> None:
    refused = run(app, *CREATE, name, value)
    assert (refused.exit_code, refused.output) == (1, f"Error: {said}\n")
    assert session.scalar(select(Organisation.id)) is None


def test_two_organisations_never_share_a_short_name(app: Application, session: Session) -> None:
    run(app, *CREATE)
    refused = run(app, *CREATE)
    assert refused.exit_code == 1
    assert refused.output == "Error: This short name or this prefix is taken.\n"


def test_the_first_manager_is_invited_by_mail_only(
    app: Application, session: Session, make: Make
) -> None:
    organisation = make.organisation(slug="ch-lyon")
    session.commit()

    said = run(app, "accounts", "invite", "ch-lyon", "ana@exemple.test", "--family-name", "Silva")

    assert said.exit_code == 0
    invitation = session.scalars(select(Invitation)).one()
    assert invitation.organisation_id == organisation.id
    assert (invitation.role, invitation.invited_by) == ("manager", None)
    letter = session.scalars(select(Letter)).one()
    assert letter.to_address == "ana@exemple.test"
    assert letter.link.rpartition("/")[2] not in said.output


def test_inviting_a_known_address_tells_nothing_and_changes_nothing(
    app: Application, session: Session, make: Make
) -> None:
    make.organisation(slug="ch-lyon")
    known = make.person(email="ana@exemple.test")
    before = (known.email, known.password_hash)
    session.commit()

    to_known = run(app, "accounts", "invite", "ch-lyon", known.email, "--family-name", "Silva")
    to_new = run(app, "accounts", "invite", "ch-lyon", "neo@exemple.test", "--family-name", "Neo")

    assert to_known.output.replace(known.email, "X") == to_new.output.replace(
        "neo@exemple.test", "X"
    )
    session.refresh(known)
    assert (known.email, known.password_hash) == before
    assert session.scalars(select(Person.id)).all() == [known.id]


def test_no_command_resets_an_address_or_a_password(app: Application) -> None:
    known = ["forget-factors", "invite", "resume", "suspend"]
    assert sorted(lms.commands["accounts"].commands) == known  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "words",
    [
        ("accounts", "invite", "nowhere", "ana@exemple.test", "--family-name", "Silva"),
        ("accounts", "invite", "nowhere", "not an address", "--family-name", "Silva"),
        ("organisations", "add-site", "nowhere", "Pavillon"),
    ],
)
def test_what_does_not_exist_is_said_in_one_line(app: Application, words: tuple[str, ...]) -> None:
    refused = run(app, *words)
    assert refused.exit_code == 1
    assert refused.output.startswith("Error: ")
    assert refused.output.count("\n") == 1


def lms_command(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as an operator types it, in a process of its own."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SILLAGE_")}
    return subprocess.run(
        [sys.executable, "-m", "lms.app.commands", *words],
        env={**clean, "SILLAGE_MODE": "demo", "SILLAGE_DATA": str(folder), **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_from_nothing_to_a_healthy_installation(tmp_path: Path) -> None:
    key = tmp_path / "root.key"
    made = lms_command(tmp_path, "new-key", str(key), "--demo")
    assert made.returncode == 0, made.stderr
    assert key.read_text().startswith(DEMO_MARK)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600

    early = lms_command(tmp_path, "organisations", "list")
    assert early.returncode == 1
    assert early.stderr.startswith("Error: ")
    assert "lms migrate" in early.stderr
    assert early.stderr.count("\n") == 1

    assert lms_command(tmp_path, "migrate").returncode == 0
    healthy = lms_command(tmp_path, "doctor")
    assert healthy.returncode == 0, healthy.stdout
    assert "ok    database: sqlite, migrated, sealed with this root key" in healthy.stdout
    assert "ok    durability" in healthy.stdout


def test_the_doctor_asks_for_the_last_backup(tmp_path: Path) -> None:
    assert lms_command(tmp_path, "new-key", str(tmp_path / "root.key")).returncode == 0
    real = {
        "SILLAGE_MODE": "production",
        "SILLAGE_PUBLIC_URL": "https://sillage.exemple.test",
        "SILLAGE_SMTP": "smtp://127.0.0.1:9",
    }
    assert lms_command(tmp_path, "migrate", **real).returncode == 0
    assert "look  backup: none was ever made" in lms_command(tmp_path, "doctor", **real).stdout
    folder = tmp_path / "kept"
    folder.mkdir()
    assert lms_command(tmp_path, "backup", str(folder), **real).returncode == 0
    assert (
        "ok    backup: the last one was made on" in lms_command(tmp_path, "doctor", **real).stdout
    )


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    key = tmp_path / "root.key"
    key.write_text("precious")
    refused = CliRunner().invoke(lms, ["new-key", str(key)])
    assert refused.exit_code == 1
    assert refused.output == f"Error: {key} exists already and was left alone\n"
    assert key.read_text() == "precious"


def test_the_doctor_says_what_is_broken_and_fails() -> None:
    said = CliRunner(env={"SILLAGE_COLOUR": "red"}).invoke(lms, ["doctor"])
    assert said.exit_code == 1
    assert said.output.startswith("BAD   settings: unknown setting SILLAGE_COLOUR")
