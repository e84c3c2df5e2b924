"""Publishing a curriculum folder."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.catalogue import queries
from lms.catalogue.commands import curriculum
from lms.catalogue.models import (
    Activity,
    ActivityKind,
    ActivityText,
    ModuleTextKind,
    ProgrammeVersion,
    QuestionKey,
    VersionFile,
)
from lms.catalogue.operations import Publication, publish
from lms.catalogue.rules.curriculum import CurriculumFaulty, read_curriculum
from lms.catalogue.rules.sources import CurriculumSource
from lms.kernel.refusals import RuleBroken
from lms.web.database import Application
from lms.web.page import new_token, now
from tests.catalogue.folders import add_beside, small_folder, starter
from tests.make import Make
from tests.races import AT_ONCE, at_once

ROLE = "modules/role/module.toml"
CHECK_FR = "modules/role/02-check.fr.md"
CHECK_EN = "modules/role/02-check.en.md"
PROGRAMME = "programmes/small/programme.toml"


def publish_small(session: Session, files: dict[str, str]) -> Publication:
    source = read_curriculum(files)
    return publish(session, source, source.programmes[0], now=now(), public_id=new_token())


def publish_for(session: Session, source: CurriculumSource, organisation_id: int) -> None:
    publish(
        session,
        source,
        source.programmes[0],
        now=now(),
        public_id=new_token(),
        organisation_id=organisation_id,
    )


def test_a_second_import_of_the_same_words_does_nothing(session: Session) -> None:
    assert publish_small(session, small_folder()) == Publication("small", 1, new=True)
    assert publish_small(session, small_folder()) == Publication("small", 1, new=False)
    assert session.scalars(select(ProgrammeVersion.number)).all() == [1]


def test_changed_words_make_a_new_version_and_leave_the_old_one(session: Session) -> None:
    publish_small(session, small_folder())
    changed = small_folder()
    changed["modules/role/01-roots.fr.md"] = changed["modules/role/01-roots.fr.md"].replace(
        "Du texte.", "Un autre texte."
    )
    assert publish_small(session, changed) == Publication("small", 2, new=True)
    texts = session.scalars(
        select(ActivityText.body)
        .join(Activity, Activity.id == ActivityText.activity_id)
        .where(ActivityText.locale == "fr", Activity.slug == "roots")
        .order_by(Activity.id)
    )
    assert ["Un autre" in body["markdown"] for body in texts] == [False, True]
    newest = queries.newest_versions(session)
    assert [(v.slug, v.number) for v in newest] == [("small", 2)]


def test_the_outline_says_what_was_written(session: Session) -> None:
    publish_small(session, small_folder())
    outline = queries.outline(session, queries.newest_versions(session)[0].id)
    assert [step.slug for step in outline.activities] == ["roots", "check"]
    assert outline.minutes == 5
    assert outline.supervision_minutes == 60
    assert outline.right_needed("role", 1) == 1
    check = outline.activities[1]
    assert queries.keys_of(session, check.id) == {"q1": "b"}
    assert "key" not in str(queries.body_of(session, check.id, "fr"))


def test_what_stands_beside_the_steps_is_published_too(session: Session) -> None:
    files = small_folder()
    add_beside(files)
    publish_small(session, files)
    module = queries.outline(session, queries.newest_versions(session)[0].id).modules[0]
    assert [step.kind for step in module.activities][-1] is ActivityKind.PRACTICE
    assert module.texts == (ModuleTextKind.SUMMARY, ModuleTextKind.SESSION)
    text = queries.module_text(session, module.id, ModuleTextKind.SESSION, "en")
    assert (text.title, text.markdown) == ("session", "## Une partie\n\nDu texte.")
    assert module.sheet["session_minutes"] == 90
    assert module.sheet["professional_review"] is True
    assert module.sheet["reviewers"] == [
        {"name": "Nadia Benali", "kind": "peer", "on": "2026-11-20"}
    ]


def test_a_check_without_threshold_is_taken_and_not_passed(session: Session) -> None:
    files = small_folder()
    rules = files[PROGRAMME]
    files[PROGRAMME] = rules.replace("check_percent", 'without_threshold = ["role"]\ncheck_percent')
    publish_small(session, files)
    outline = queries.outline(session, queries.newest_versions(session)[0].id)
    assert outline.right_needed("role", 10) == 0
    files[PROGRAMME] = files[PROGRAMME].replace('threshold = ["role"]', 'threshold = ["crisis"]')
    with pytest.raises(CurriculumFaulty, match="the programme has no module “crisis”"):
        read_curriculum(files)


@pytest.mark.parametrize(
    ("file", "written", "instead", "said"),
    [
        (ROLE, "minutes = 90", "minutes = 9", "“minutes” must be a whole number from 15 to 480"),
        (ROLE, "[session]\nminutes = 90", "session = 90", "write [session] and its minutes"),
        (ROLE, 'kind = "peer"', 'kind = "friend"', "“friend” is not one of peer, professional"),
        ("modules/role/summary.fr.md", 'title = "summary"', 'name = "x"', "“title” is missing"),
        ("modules/role/session.en.md", "Du texte.", "<b>Du texte.</b>", "HTML is not shown"),
    ],
)
def test_faults_beside_the_steps_are_named(
    file: str, written: str, instead: str, said: str
) -> None:
    files = small_folder()
    add_beside(files)
    assert written in files[file]
    files[file] = files[file].replace(written, instead)
    with pytest.raises(CurriculumFaulty) as faulty:
        read_curriculum(files)
    assert any(said in str(fault) for fault in faulty.value.faults)


def test_a_text_beside_the_steps_is_there_in_both_languages() -> None:
    files = small_folder()
    add_beside(files)
    del files["modules/role/summary.en.md"]
    with pytest.raises(CurriculumFaulty, match=r"the file summary\.en\.md is missing"):
        read_curriculum(files)


def test_the_shipped_curriculum_can_be_published(session: Session) -> None:
    source = starter()
    publish(session, source, source.programmes[0], now=now(), public_id=new_token())
    outline = queries.outline(session, queries.newest_versions(session)[0].id)
    assert [module.slug for module in outline.modules] == ["role", "listening"]
    assert outline.supervision_minutes == 240
    assert all(6 <= len(module.activities) <= 10 for module in outline.modules)
    keys = session.scalars(select(QuestionKey.choice)).all()
    assert len(keys) == 20


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "words"),
    [
        (ROLE, 'slug = "role"', "slug =", 1, "not TOML"),
        (ROLE, 'slug = "role"', 'slug = "Rôle"', 1, "lower-case"),
        (ROLE, 'slug = "role"', 'slug = "other"', 1, "not the name of the folder"),
        (ROLE, ', en = "Goal."', "", 4, "“en” is missing"),
        (ROLE, 'domains = ["D1"]\nreviewed', 'domains = ["D9"]\nreviewed', 5, "no domain “D9”"),
        (ROLE, "reviewed_on = 2026-11-22", 'reviewed_on = "hier"', 6, "a day such as"),
        (ROLE, "year = 2012", 'year = "2012"', 13, "whole number"),
        (ROLE, 'kind = "text"', 'kind = "video"', 18, "“video” is not one of"),
        (ROLE, "reading_minutes = 1\nexercise_minutes = 2", "reading_minutes = 9", 16, "missing"),
        (
            ROLE,
            "reading_minutes = 1\nexercise_minutes = 2",
            "reading_minutes = 9\nexercise_minutes = 2",
            19,
            "not plausible",
        ),
        (ROLE, 'q1 = "b"', 'q1 = "z"', 30, "q1 has no such choice"),
        (ROLE, 'q1 = "b"', 'q2 = "b"', 29, "the key of q1 is missing"),
        (
            ROLE,
            'domains = ["D1"]\n\n[[activity]]',
            'domain = ["D1"]\n\n[[activity]]',
            21,
            "unknown",
        ),
        (CHECK_FR, "+++\ntitle", "title", 1, "front matter"),
        (CHECK_FR, 'why = "Oui."', "", 13, "“why” is missing"),
        (CHECK_FR, 'id = "b"', 'id = "a"', 13, "used twice"),
        (CHECK_FR, "Une question.\n", "<b>Une</b> question.\n", 19, "HTML"),
        (CHECK_EN, 'revisit = "roots"', 'revisit = "check"', 1, "not those of the French"),
        ("modules/role/01-roots.en.md", "## Une", "# Une", 6, "headings begin"),
        (
            "modules/role/01-roots.en.md",
            "Du texte.",
            "![x](y.png)",
            8,
            "stand in the folder media/",
        ),
        (PROGRAMME, '["role"]', '["role", "nothing"]', 7, "no module “nothing”"),
        (PROGRAMME, "check_percent = 80", "check_percent = 101", 10, "from 1 to 100"),
        ("framework.toml", 'code = "D1"', 'code = ""', 2, "must be a text"),
    ],
)
def test_a_fault_is_told_with_file_and_line(
    file: str, old: str, new: str, line: int, words: str
) -> None:
    files = small_folder()
    assert old in files[file]
    files[file] = files[file].replace(old, new, 1)
    with pytest.raises(CurriculumFaulty) as refused:
        read_curriculum(files)
    told = [(fault.file, fault.line) for fault in refused.value.faults if words in fault.sentence]
    assert (file, line) in told, str(refused.value)


def test_every_fault_is_told_at_once() -> None:
    files = small_folder()
    files[ROLE] = files[ROLE].replace("year = 2012", "year = 1")
    files[CHECK_FR] = files[CHECK_FR].replace('why = "Oui."', "")
    del files["modules/role/01-roots.en.md"]
    files["modules/role/notes.md"] = "?"
    with pytest.raises(CurriculumFaulty) as refused:
        read_curriculum(files)
    said = str(refused.value)
    for words in ("from 1000", "“why” is missing", "01-roots.en.md is missing", "nothing reads"):
        assert words in said


def test_a_step_that_a_question_sends_back_to_must_exist() -> None:
    files = small_folder()
    for file in (CHECK_FR, CHECK_EN):
        files[file] = files[file].replace('revisit = "roots"', 'revisit = "gone"')
    with pytest.raises(CurriculumFaulty, match="q1 sends back to “gone”"):
        read_curriculum(files)


@pytest.mark.parametrize("value", ["3", '"x"', "[]", "{}", "[1]", "true", "[{}]", "2026-11-22"])
def test_whatever_is_spoilt_is_told_as_a_fault(value: str) -> None:
    for file, text in small_folder().items():
        lines = text.splitlines()
        for number, line in enumerate(lines):
            name, is_entry, _rest = line.partition(" = ")
            spoilt = f"{name} = {value}" if is_entry else f"{line} = {value}"
            for changed in ([spoilt], []):
                files = small_folder()
                files[file] = "\n".join([*lines[:number], *changed, *lines[number + 1 :]])
                with suppress(CurriculumFaulty):
                    read_curriculum(files)


def test_the_command_publishes_once_and_says_so(real: Application, tmp_path: Path) -> None:
    folder = written(tmp_path / "small", small_folder())
    with real.app_context():
        first = CliRunner().invoke(curriculum, ["import", str(folder)])
        second = CliRunner().invoke(curriculum, ["import", str(folder)])
    assert first.output == "small: version 1 published\n"
    assert second.output == "small: version 1 already published, nothing done\n"


def test_the_command_prints_every_fault_and_publishes_nothing(
    real: Application, tmp_path: Path
) -> None:
    files = small_folder()
    files[ROLE] = files[ROLE].replace('q1 = "b"', 'q1 = "z"').replace("year = 2012", "year = 1")
    folder = written(tmp_path / "small", files)
    with real.app_context():
        refused = CliRunner().invoke(curriculum, ["import", str(folder)])
    assert refused.exit_code == 1
    assert f"{folder}/{ROLE}:13: " in refused.output
    assert f"{folder}/{ROLE}:30: q1 has no such choice" in refused.output
    assert "2 things to correct, nothing was published" in refused.output
    with Session(real.extensions["sillage.engine"]) as session:
        assert session.scalars(select(ProgrammeVersion)).all() == []


def test_a_text_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    folder = written(tmp_path / "small", small_folder())
    (folder / CHECK_FR).write_bytes(b'+++\ntitle = "\xe9"\n+++\n')
    refused = CliRunner().invoke(curriculum, ["check", str(folder)])
    assert f"{CHECK_FR}:2: the text is not UTF-8" in refused.output


def test_eight_imports_at_once_make_one_version(real: Application) -> None:
    factory = real.extensions["sillage.sessions"]

    def run() -> Publication:
        with factory() as session, session.begin():
            return publish_small(session, small_folder())

    made = at_once([run] * AT_ONCE)
    assert sorted(publication.new for publication in made) == [False] * 7 + [True]
    assert {publication.number for publication in made} == {1}


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_a_version_keeps_its_exact_files(session: Session) -> None:
    publish_small(session, small_folder())
    kept = session.execute(select(VersionFile.path, VersionFile.text)).all()
    assert {row.path: row.text for row in kept} == small_folder()


def test_a_version_of_earlier_days_gets_its_files_at_the_next_import(session: Session) -> None:
    publish_small(session, small_folder())
    session.execute(delete(VersionFile))
    publish_small(session, small_folder())
    publish_small(session, small_folder())
    assert len(session.scalars(select(VersionFile.path)).all()) == len(small_folder())


def test_only_the_files_of_the_programme_are_kept(session: Session) -> None:
    files = small_folder()
    files["programmes/other/programme.toml"] = files[PROGRAMME].replace('"small"', '"other"')
    source = read_curriculum(files)
    small = next(p for p in source.programmes if p.slug == "small")
    assert source.files_of(small) == small_folder()


def test_nobody_publishes_under_the_name_of_another_programme(session: Session, make: Make) -> None:
    publish_small(session, small_folder())
    source = read_curriculum(small_folder())
    with pytest.raises(RuleBroken, match="Another programme has the name “small”"):
        publish_for(session, source, make.organisation().id)


def test_an_organisation_offers_the_platform_s_programmes_and_its_own(
    session: Session, make: Make
) -> None:
    mine, other = make.organisation(), make.organisation()
    publish_small(session, small_folder())
    files = small_folder()
    files["programmes/mine/programme.toml"] = files.pop(PROGRAMME).replace('"small"', '"mine"')
    source = read_curriculum(files)
    publish_for(session, source, mine.id)
    offered = {
        place: [version.slug for version in queries.newest_versions(session, place)]
        for place in (mine.id, other.id, None)
    }
    assert offered == {mine.id: ["mine", "small"], other.id: ["small"], None: ["small"]}


def test_a_module_may_follow_earlier_ones(session: Session) -> None:
    files = small_folder()
    files["modules/later/module.toml"] = files[ROLE].replace('"role"', '"later"', 1)
    for path in [path for path in files if path.endswith(".md")]:
        files[path.replace("/role/", "/later/")] = files[path]
    files[PROGRAMME] = files[PROGRAMME].replace('["role"]', '["role", "later"]')
    before = read_curriculum(files)
    assert all("after" not in module.sheet for module in before.programmes[0].modules)
    later = files["modules/later/module.toml"]
    files["modules/later/module.toml"] = later.replace("domains", 'after = ["role"]\ndomains', 1)
    assert read_curriculum(files).programmes[0].modules[1].sheet["after"] == ["role"]
    files[PROGRAMME] = files[PROGRAMME].replace('["role", "later"]', '["later", "role"]')
    with pytest.raises(CurriculumFaulty, match="“role”, which does not come before it"):
        read_curriculum(files)
