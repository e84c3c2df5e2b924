"""The linter of a curriculum: each rule on a text that breaks it and on one that does not."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as some

from lms.catalogue.commands import curriculum
from lms.catalogue.rules.lint import lint
from lms.catalogue.rules.lint.findings import Finding
from lms.catalogue.rules.lint.spans import sentences
from lms.catalogue.rules.lint.words import words_to_avoid
from tests.catalogue.folders import small_folder

FR, EN = "modules/role/01-roots.fr.md", "modules/role/01-roots.en.md"
CHECK_FR = "modules/role/02-check.fr.md"
SHEET = "modules/role/module.toml"
FRONT = '+++\ntitle = "Racines"\nsummary = "D\'où cela vient."\n+++\n'
LONG = "mot " * 26
TOO_LONG = "mot " * 36


def told(files: Mapping[str, str], code: str) -> list[Finding]:
    return [finding for finding in lint(files) if finding.code == code]


def page(body: str, file: str = FR) -> dict[str, str]:
    """A folder whose first step has this text, which begins on line 5."""
    return {**small_folder(), file: FRONT + body}


FRENCH = [
    # code, broken text, its line, whether that is only a remark, sound text
    ("alt", "Un.\n\n![](a.png)", 7, False, "![Une porte ouverte](a.png)"),
    ("alt", "![](a.png)", 5, False, '![](a.png "décoratif")'),
    ("alt", "![Photo d'un banc](a.png)", 5, False, "![Un banc](a.png)"),
    ("alt", "![banc.png](banc.png)", 5, False, "![Un banc](banc.png)"),
    ("heading", "### Trop bas", 5, False, "## Un\n\n### Deux\n\n## Trois"),
    ("heading", "## Un\n\n#### Trois", 7, False, "## Un\n\n### Deux\n\n#### Trois"),
    ("heading", "Titre\n=====", 5, False, "Titre\n-----"),
    ("heading", "## \n\nDu texte.", 5, False, "## Une partie"),
    ("link", "[La loi](http://exemple.fr)", 5, False, "[La loi](https://exemple.fr)"),
    ("link", "[La suite](02-suite.fr.md)", 5, False, "[Le 3114](tel:3114)"),
    ("link-words", "Voir [ici](https://exemple.fr).", 5, False, "[La loi](https://exemple.fr)"),
    ("link-words", "[3114.fr](https://3114.fr)", 5, False, "[Le 3114](https://3114.fr)"),
    ("link-words", "Un.\n\nhttps://exemple.fr", 7, False, "[a@b.fr](mailto:a@b.fr)"),
    ("link-words", "[](https://exemple.fr)", 5, False, "[en savoir plus sur le 3114](tel:3114)"),
    ("word", "Un malade\nmental.", 5, False, "Une personne malade."),
    ("word", "C'est un\nfou.", 6, False, "Un fou rire."),
    ("word", "On dit « un fou », à tort.", 5, True, "On dit « une personne »."),
    ("word", "On dit “un schizophrène”.", 5, True, "Une schizophrénie."),
    ("word", "Le livre *Journal d'un fou*.", 5, True, "Le livre *Journal*."),
    ("word", "Elle souffre d’anxiété.", 5, False, "Elle dit qu'elle souffre."),
    ("word", "Elle souffre d'une peur.", 5, False, "Elle vit avec une peur."),
    ("word", "Un patient difficile.", 5, False, "Un moment difficile."),
    ("word", "Une tentative\u00a0ratée.", 5, False, "Une tentative de suicide."),
    ("word", "Il est bipolaire.", 5, False, "Il vit avec un trouble bipolaire."),
    ("word", "Échoué ou non.", 5, True, "Pas encore."),
    ("word", "Echoué ou non.", 5, True, "Pas encore."),
    ("word", "Il suffit d'écouter.", 5, True, "Écouter suffit-il ?"),
    ("word", "Dites-le simplement.", 5, True, "Dites-le en une phrase."),
    ("gendered", "Vous êtes prêt.", 5, False, "Vous êtes libre."),
    ("gendered", "Vous n’êtes pas seule.", 5, False, "Vous n'êtes pas responsable."),
    ("gendered", "Êtes-vous fatigué ?", 5, False, "Avez-vous de la fatigue ?"),
    ("gendered", "Etes-vous vraiment sûre ?", 5, False, "Êtes-vous vraiment à l'aise ?"),
    ("gendered", "Vous vous sentez inquiet.", 5, False, "Vous vous sentez en sécurité."),
    ("gendered", "Vous vous êtes arrêtée.", 5, False, "Vous vous êtes demandé pourquoi."),
    ("gendered", "Ce qui vous a touché.", 5, False, "Ce qu'on vous a confié."),
    ("gendered", "Soyez attentif.", 5, False, "Soyez là."),
    ("gendered", "Je suis épuisé.", 5, False, "Il a écrit : « Je suis épuisé. »"),
    ("gendered", "Dites : « Vous êtes venu. »", 5, True, "Dites : « Vous êtes là. »"),
    ("gendered", "Une fois entendu ou entendue.", 5, True, "Un pair-aidant ou une paire-aidante."),
    ("gendered", "Les pair·es.", 5, False, "Les pairs."),
    ("gendered", "Un·e ami(e).", 5, False, "Une liste (et un mot)."),
    ("sentence", f"Un.\n\n{TOO_LONG}.", 7, False, f"{'mot ' * 20}. {'Mot ' * 20}."),
    ("sentence", f"{LONG}.", 5, True, f"{'mot ' * 25}."),
    ("sentence", f"Mme. {LONG}.", 5, True, f"Il dit : « {'Mot ' * 20}. » {'Mot ' * 20}."),
    ("sentence", f"Cf. M. Le {LONG}", 5, True, "- mot mot mot\n" * 12),
    ("sentence", f"{LONG}… mot.", 5, True, "| a | b |\n| - | - |\n" + "| mot mot | mot |\n" * 12),
    ("twice", f"{LONG}\n\n{LONG}", 7, False, "Situation inventée.\n\nSituation inventée."),
    ("twice", f"{LONG}\n\n- {LONG.replace(' ', ' ' * 2)}", 7, False, f"{LONG}\n\n- {LONG} encore"),
]
IDS = [f"{number}-{row[0]}" for number, row in enumerate(FRENCH)]


@pytest.mark.parametrize(("code", "broken", "line", "remark", "sound"), FRENCH, ids=IDS)
def test_a_rule_for_one_text(code: str, broken: str, line: int, remark: bool, sound: str) -> None:
    found = told(page(broken), code)
    assert (FR, line, remark) in [(f.file, f.line, f.remark) for f in found], found
    assert told(page(sound), code) == []


@pytest.mark.parametrize(
    ("broken", "remark", "sound"),
    [
        ("He committed suicide.", False, "He died by suicide."),
        ("She suffers from anxiety.", False, "She lives with anxiety."),
        ("They say “a schizophrenic”.", True, "Schizophrenia."),
        ("The mentally ill.", False, "People living with mental distress."),
        ("A failed attempt.", False, "A suicide attempt."),
        ("Simply ask.", True, "Ask."),
    ],
)
def test_words_to_avoid_in_english(broken: str, remark: bool, sound: str) -> None:
    assert [finding.remark for finding in told(page(broken, EN), "word")] == [remark]
    assert told(page(sound, EN), "word") == []


@pytest.mark.parametrize(
    ("french", "english", "words"),
    [
        ("Un.\n\nDeux.", "One.", "1 paragraphs, 2 in French (line 5)"),
        ("## Un\n\nDeux.", "### One\n\nTwo.", "0 headings of level 2, 1 in French"),
        ("- un\n- deux", "- one", "1 list items, 2 in French"),
        ("> Un.", "One.", "0 paragraphs of quotation, 1 in French"),
        ("|a|b|\n|-|-|\n|c|d|", "|e|f|\n|-|-|", "1 table rows, 2 in French"),
        ("|a|b|\n|-|-|\n|c|d|", "|e|\n|-|\n|f|", "2 table cells, 4 in French"),
        ("[Un](tel:1) deux", "One two", "0 links, 1 in French"),
    ],
)
def test_both_languages_have_the_same_shape(french: str, english: str, words: str) -> None:
    files = {**page(french), EN: FRONT + english}
    found = told(files, "parity")
    assert any(words in finding.sentence for finding in found), found
    assert {(finding.file, finding.line) for finding in found} == {(EN, 5)}
    assert told({**page(french), EN: FRONT + french}, "parity") == []


def test_a_file_without_its_other_language_is_told() -> None:
    files = small_folder()
    files["modules/role/summary.fr.md"] = '+++\ntitle = "Une page"\n+++\nUn.\n'
    assert [finding.file for finding in told(files, "parity")] == ["modules/role/summary.fr.md"]
    files["modules/role/summary.en.md"] = '+++\ntitle = "A page"\n+++\nOne.\n'
    assert told(files, "parity") == []


def test_prompts_that_are_in_one_language_only_are_told() -> None:
    files = small_folder()
    files[FR] = FRONT.replace("\n+++\n", '\nprompts = [\n  "Un ?",\n  "Deux ?",\n]\n+++\n') + "Un."
    files[EN] = FRONT.replace("\n+++\n", '\nprompts = ["One?"]\n+++\n') + "One."
    assert [(f.file, f.line) for f in told(files, "parity")] == [(FR, 6)]


@pytest.mark.parametrize(("english", "told_at"), [(100, []), (60, [1]), (150, [1])])
def test_lengths_in_both_languages_are_alike(english: int, told_at: list[int]) -> None:
    files = {**page("mot " * 100), EN: FRONT + "word " * english}
    assert [finding.line for finding in told(files, "ratio") if finding.line == 1] == told_at


def test_a_passage_is_compared_too_when_it_is_long_enough() -> None:
    french = "mot " * 200
    front = FRONT.replace("\n+++\n", '\nclosing = """\n{}\n"""\n+++\n')
    files = {**page(""), FR: front.format("mot " * 50) + french}
    files[EN] = front.format("word " * 25) + "word " * 200
    assert [finding.line for finding in told(files, "ratio")] == [5]


def test_words_left_in_the_other_language_are_told() -> None:
    forgotten = "Ces six mots sont restés là."
    files = {**page(f"Un.\n\n{forgotten}"), EN: FRONT + f"One.\n\n{forgotten}"}
    assert [(f.file, f.line) for f in told(files, "untranslated")] == [(EN, 7)]
    files[EN] = FRONT + "One.\n\nThese six words were put across."
    assert told(files, "untranslated") == []


STANDARD = "[standard]\n{}\n"


@pytest.mark.parametrize(
    ("code", "broken", "sound"),
    [
        ("activities", "least_activities = 3", "least_activities = 2"),
        ("activities", "most_activities = 1", "most_activities = 2"),
        ("words", "least_words = 100", "least_words = 10"),
        ("questions", "least_questions = 2", "least_questions = 1"),
        ("questions", "most_questions = 1", ""),
        ("parts", 'parts = ["check", "check"]', 'parts = ["text", "check"]'),
        ("parts", 'parts = ["summary"]', "parts = []"),
    ],
)
def test_a_folder_says_what_it_asks_of_a_module(code: str, broken: str, sound: str) -> None:
    files = small_folder()
    if code == "questions" and not sound:
        files[CHECK_FR] = files[CHECK_FR].replace("\n+++\n\n", SECOND + "\n+++\n\n")
    assert told({**files, "lint.toml": STANDARD.format(broken)}, code)
    assert told({**files, "lint.toml": STANDARD.format(sound)}, code) == []
    own = f"{STANDARD.format(broken)}[modules.role]\n{sound or 'most_questions = 2'}\n"
    assert told({**files, "lint.toml": own}, code) == []
    assert told(files, code) == []


SECOND = """

[[question]]
id = "q2"
text = "Où ?"
revisit = "roots"
"""


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("[standard", "not TOML"),
        ("standard = 3", "must be a table"),
        ("[standard]\nleast_words = true", "whole number"),
        ("[standard]\nmost = 3", "unknown here"),
        ('[standard]\nparts = ["song"]', "“song” is not one of"),
        ("[modules.gone]\nleast_words = 1", "there is no module “gone”"),
        ("[modules]\nrole = 1", "must be a table"),
    ],
)
def test_a_standard_that_nobody_understands_is_told(written: str, words: str) -> None:
    found = told({**small_folder(), "lint.toml": written}, "standard")
    assert [finding for finding in found if words in finding.sentence], found


@pytest.mark.parametrize(("words", "fits"), [(60, True), (150, False), (600, False)])
def test_the_minutes_to_read_are_those_of_the_words(words: int, fits: bool) -> None:
    files = page("mot " * words)
    if words == 600:
        files[SHEET] = files[SHEET].replace("reading_minutes = 1", "reading_minutes = 9", 1)
    assert [(f.file, f.line) for f in told(files, "minutes")] == ([] if fits else [(SHEET, 19)])


@pytest.mark.parametrize(("words", "fits"), [(199, False), (200, True), (450, True), (460, False)])
def test_the_plain_page_fits_on_a_page(words: int, fits: bool) -> None:
    front = '+++\ntitle = "Une page"\n+++\n'
    files = {**small_folder(), "modules/role/summary.fr.md": front + "mot " * (words - 2)}
    assert bool(told(files, "summary")) is not fits


def test_a_session_plan_needs_its_length() -> None:
    files = {**small_folder(), "modules/role/session.fr.md": '+++\ntitle = "Ensemble"\n+++\nUn.\n'}
    assert [finding.line for finding in told(files, "parts")] == [1]
    assert [finding.remark for finding in told(files, "session")] == [True]
    files[SHEET] = files[SHEET].replace("[[source]]", "[session]\nminutes = 60\n\n[[source]]")
    assert told(files, "parts") == []


def check(*rights: int, right: str = "Le mot", other: str = "Le mot") -> dict[str, str]:
    """A check with as many questions; each right choice stands in the place that is given."""
    files, key = small_folder(), ""
    questions = ""
    for number, place in enumerate(rights, 1):
        questions += f'[[question]]\nid = "q{number}"\ntext = "Question {number}"\n'
        questions += 'revisit = "roots"\n'
        key += f'q{number} = "{"abc"[place]}"\n'
        for position, name in enumerate("abc"):
            text = right if position == place else other
            questions += f'[[question.choice]]\nid = "{name}"\ntext = "{text} {name}."\n'
            questions += 'why = "Parce que cela convient ici."\n'
    files[CHECK_FR] = f'+++\ntitle = "Quiz"\nsummary = "Un."\n{questions}+++\nDes questions.\n'
    files[SHEET] = files[SHEET].replace('q1 = "b"\n', key)
    return files


def test_right_answers_are_not_always_in_the_same_place() -> None:
    found = told(check(1, 1, 1, 0), "answer-place")
    assert [(f.file, f.remark) for f in found] == [(CHECK_FR, True)]
    assert "3 right choices of 4 stand in place 2" in found[0].sentence
    assert told(check(0, 1, 2, 0), "answer-place") == []
    assert told(check(0, 0, 0), "answer-place") == []


def test_right_answers_are_not_the_longest() -> None:
    found = told(
        check(0, 1, 2, 0, right="Une réponse bien plus longue que les autres"), "answer-length"
    )
    assert (found[0].line, found[0].remark) == (1, True)
    assert len(found) == 5
    slightly = told(check(0, 1, 2, 0, right="Un mot"), "answer-length")
    assert slightly == []
    often = told(check(0, 1, 2, 0, right="Le mots"), "answer-length")
    assert [finding.line for finding in often] == [1]


def test_every_choice_is_explained() -> None:
    files = small_folder()
    assert [finding.line for finding in told(files, "explanation")] == [12, 16, 12, 16]
    assert told(check(0), "explanation")[0].file != CHECK_FR


def test_a_question_is_asked_once_and_its_choices_differ() -> None:
    sound = check(0, 1)
    assert told(sound, "twice") == []
    again = {**sound, CHECK_FR: sound[CHECK_FR].replace("Question 2", "Question 1")}
    assert [finding.line for finding in told(again, "twice")] == [22]
    alike = {**sound, CHECK_FR: sound[CHECK_FR].replace("Le mot c.", "Le mot a.", 1)}
    assert [finding.line for finding in told(alike, "twice")] == [18]


def test_accents_are_understood_however_they_are_composed() -> None:
    apart = unicodedata.normalize("NFD", "Une tentative ratée. Vous êtes prêt.")
    assert told(page(apart), "word")
    assert told(page(apart), "gendered")


def test_sheets_in_toml_are_read_too() -> None:
    files = small_folder()
    files[SHEET] = files[SHEET].replace("Résumé.", "Les malades mentaux.")
    assert [(f.file, f.line) for f in told(files, "word")] == [(SHEET, 3)]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Un. Deux ! Trois ? Quatre…", ["Un.", "Deux !", "Trois ?", "Quatre…"]),
        ("Mme. Durand et M. X. sont là.", ["Mme. Durand et M. X. sont là."]),
        ("Elle attend… puis elle part.", ["Elle attend… puis elle part."]),
        ("Il dit : « Oui. Non. » Elle rit.", ["Il dit :", "« Oui.", "Non. »", "Elle rit."]),
        ("« Oui ? » demande-t-il.", ["« Oui ? » demande-t-il."]),
        ("She says, “Yes.” He nods.", ["She says,", "“Yes.”", "He nods."]),
        ("Environ 1.5 litre, p. ex. ici.", ["Environ 1.5 litre, p. ex. ici."]),
        ("Après 10 min. Ensuite, rien.", ["Après 10 min.", "Ensuite, rien."]),
        ("", []),
    ],
)
def test_where_sentences_end(text: str, cut: list[str]) -> None:
    assert [words for _start, words in sentences(text)] == cut


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_every_word_to_avoid_has_a_better_one_and_a_reason(locale: str) -> None:
    words = words_to_avoid(locale)
    assert len(words) > 25
    assert all(word.prefer and word.why for word in words)


def test_faults_that_refuse_publication_are_told_as_well() -> None:
    files = small_folder()
    del files[EN]
    assert [finding.file for finding in told(files, "fault")] == [SHEET]
    assert list(lint(files)) == sorted(lint(files))


@pytest.mark.parametrize("value", ["3", '"x"', "[]", "{}", "[1]", "true", "[{}]", "2026-11-22"])
def test_whatever_is_spoilt_does_not_stop_the_linter(value: str) -> None:
    for file, text in {**small_folder(), "lint.toml": "[standard]\nleast_words = 1\n"}.items():
        lines = text.splitlines()
        for number, line in enumerate(lines):
            name, is_entry, _rest = line.partition(" = ")
            spoilt = f"{name} = {value}" if is_entry else f"{line} = {value}"
            files = {**small_folder(), file: "\n".join([*lines[:number], spoilt])}
            lint(files)


@given(body=some.text(max_size=300), front=some.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_no_text_whatever_stops_the_linter(body: str, front: str) -> None:
    lint({FR: f'+++\ntitle = "{front}"\n+++\n{body}', EN: body, "lint.toml": front})


def test_the_shipped_curriculum_gives_no_finding() -> None:
    seen = CliRunner().invoke(curriculum, ["lint", "--findings"])
    assert (seen.exit_code, seen.stdout) == (0, "")


def test_remarks_alone_leave_the_status_at_0() -> None:
    seen = CliRunner().invoke(curriculum, ["lint"])
    assert seen.exit_code == 0
    assert "remark, " in seen.stdout


def test_the_command_prints_findings_and_has_status_1_for_them(tmp_path: Path) -> None:
    folder = written(tmp_path / "small", page("Un fou.\n\nDites-le simplement.", FR))
    seen = CliRunner().invoke(curriculum, ["lint", str(folder)])
    assert seen.exit_code == 1
    assert f"{folder}/{FR}:5: word: “fou”: prefer" in seen.stdout
    assert f"{folder}/{FR}:7: remark, word: “simplement”" in seen.stdout
    only = CliRunner().invoke(curriculum, ["lint", "--findings", str(folder)])
    assert "remark" not in only.stdout
    (folder / FR).write_bytes(b"\xff")
    assert "not UTF-8" in CliRunner().invoke(curriculum, ["lint", str(folder)]).output


def written(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder
