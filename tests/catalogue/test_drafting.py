"""Fields of the studio and files of the curriculum: there and back again without a loss."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.catalogue.commands.folders import STARTER, _texts
from lms.catalogue.models import ActivityKind
from lms.catalogue.rules.curriculum import CurriculumFaulty, read_curriculum
from lms.catalogue.rules.drafting.front import parts_of, read_sheet, with_entries, with_parts
from lms.catalogue.rules.drafting.merging import mark_of, marks_of, merge, read_marks
from lms.catalogue.rules.drafting.naming import renamed, slug_of
from lms.catalogue.rules.drafting.pages import (
    GlossaryPage,
    ModulePage,
    Page,
    ProgrammePage,
    TextPage,
    step_page,
)
from lms.catalogue.rules.drafting.sentences import PATTERNS, sentence_of
from lms.catalogue.rules.drafting.structure import plan_of
from lms.catalogue.rules.places import SLUG, Fault
from lms.kernel.refusals import RuleBroken
from tests.catalogue.folders import small_folder

SHIPPED = read_curriculum(_texts(STARTER))
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.just("\n"), max_size=60)


def pages_of(files: dict[str, str]) -> list[Page]:
    plan = plan_of(files)
    steps = [step_page(module, step) for module in plan.modules for step in module.steps]
    beside = [TextPage(m.slug, kind) for m in plan.modules for kind in m.beside]
    return [
        ProgrammePage(),
        GlossaryPage(),
        *(ModulePage(m.slug) for m in plan.modules),
        *steps,
        *beside,
    ]


@pytest.mark.parametrize("programme", SHIPPED.programmes, ids=lambda each: each.slug)
def test_what_nobody_changed_stays_what_it_says(programme: object) -> None:
    files = SHIPPED.files_of(programme)  # type: ignore[arg-type]
    before = read_curriculum(files)
    for page in pages_of(files):
        changes = page.write(files, page.read(files))
        files |= {path: text for path, text in changes.items() if text is not None}
    after = read_curriculum(files)
    assert after.programmes == before.programmes


@given(WORDS, WORDS)
def test_any_words_come_back_from_a_file(title: str, text: str) -> None:
    written = with_parts("", {"title": title, "prompts": [title, text]}, text)
    front, _markdown = parts_of(written)
    assert front["title"].strip() == title.strip()
    assert [each.strip() for each in front["prompts"]] == [title.strip(), text.strip()]


@given(st.dictionaries(st.sampled_from("abc"), WORDS), WORDS)
def test_an_entry_is_changed_and_the_others_stay(held: dict[str, str], words: str) -> None:
    text = with_entries("", held)
    changed = with_entries(text, {"b": words})
    bare = {name: value.strip() for name, value in read_sheet(changed).items()}
    assert bare == {name: value.strip() for name, value in {**held, "b": words}.items()}


@given(*(st.dictionaries(st.sampled_from("abcd"), st.sampled_from("xyz")) for _ in range(3)))
def test_no_word_of_anybody_is_lost_in_a_merge(
    opened: dict[str, str], mine: dict[str, str], theirs: dict[str, str]
) -> None:
    merged = merge(read_marks(marks_of(opened)), dict(mine), dict(theirs))
    for name in {*mine, *theirs}:
        o, m, t = opened.get(name, ""), mine.get(name, ""), theirs.get(name, "")
        if name not in mine:
            assert merged.values[name] == t
            continue
        if o not in (m, t) and m != t:
            assert (merged.values[name], merged.asked[name]) == (m, t)
        else:
            assert merged.values[name] == (t if m == o else m)
            assert name not in merged.asked


@pytest.mark.parametrize("written", ["", "[]", "{", "1", '{"a": 1}', "null"])
def test_made_up_marks_are_nothing(written: str) -> None:
    assert read_marks(written) == {}
    assert mark_of(" ") == ""


@given(st.text(max_size=80))
def test_every_title_makes_a_name(title: str) -> None:
    name = slug_of(title, {"part"})
    assert SLUG.fullmatch(name)
    assert len(name) <= 60


def test_what_is_no_toml_begins_no_draft() -> None:
    files = small_folder()
    files["programmes/small/programme.toml"] = "slug = ["
    with pytest.raises(RuleBroken, match="cannot be read"):
        renamed(files, "other")


def test_hostile_files_are_read_as_far_as_they_go() -> None:
    files = small_folder()
    files["modules/role/module.toml"] = 'title = 3\nafter = "x"\n[[activity]]\nkind = 4\n'
    files["modules/role/01-roots.fr.md"] = "+++\nnot toml\n+++\n"
    for page in pages_of(files):
        page.write(files, page.read(files))
    with pytest.raises(CurriculumFaulty):
        read_curriculum(files)


@pytest.mark.parametrize("kind", ActivityKind)
def test_what_the_reader_says_becomes_a_sentence(kind: ActivityKind) -> None:
    said = str(sentence_of(Fault("f", 1, "“title” is missing")))
    assert said == "Missing: the title."
    assert "cannot be published" in str(sentence_of(Fault("f", 1, f"other {kind}")))
    assert all(words.msgid for _pattern, words in PATTERNS)
