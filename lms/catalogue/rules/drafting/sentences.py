"""What the reader of curriculum files says, in sentences for people who see no file."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lms.catalogue.rules.places import Fault
from lms.kernel.text import Text, _

NAMES: Mapping[str, Text] = {
    "title": _("the title"),
    "summary": _("the summary"),
    "goal": _("the goal"),
    "aims": _("the aims"),
    "audience": _("whom it is for"),
    "access": _("the conditions of access"),
    "modules": _("the modules"),
    "source": _("the sources"),
    "authors": _("the authors"),
    "domains": _("the competence domains"),
    "reviewed_on": _("the day of the last review"),
    "peer_review": _("the words on the peer review"),
    "prompts": _("the prompts"),
    "closing": _("the closing text"),
    "turn": _("the turns"),
    "question": _("the questions"),
    "choice": _("the choices"),
    "text": _("the text of a question or of a choice"),
    "why": _("the explanation of a choice"),
    "general": _("the explanation"),
    "if_true": _("what is said to whoever answers true"),
    "if_false": _("what is said to whoever answers false"),
    "item": _("the lines"),
    "match": _("what goes with the lines"),
    "gap": _("the gaps"),
    "value": _("the expected number"),
    "percent": _("the share"),
    "tolerance": _("give or take"),
    "guide": _("what the tutor looks for"),
    "draw": _("how many are drawn"),
    "feedback": _("what a choice leads to"),
    "prompt": _("the text of a turn"),
    "revisit": _("the activity to read again"),
    "activity": _("the activities"),
    "sensitive": _("the content note"),
    "name": _("the name"),
    "on": _("the day"),
    "year": _("the year"),
    "note": _("what the source serves for"),
    "author": _("the author"),
    "url": _("the address"),
    "code": _("the short name"),
    "domain": _("the domains"),
    "statements": _("the statements"),
    "term": _("the term"),
    "meaning": _("the meaning"),
    "fr": _("the French"),
    "en": _("the English"),
}
PATTERNS: tuple[tuple[re.Pattern[str], Text], ...] = (
    (re.compile(r"“(?P<what>\w+)” is missing"), _("Missing: %(what)s.")),
    (re.compile(r"“(?P<what>\w+)” must (?:be a text|hold texts)"), _("Empty: %(what)s.")),
    (
        re.compile(r"“(?P<what>\w+)” has (?P<count>\d+) entries, from (?P<least>\d+) to .*"),
        _("Not the right number of entries (%(count)s): %(what)s."),
    ),
    (re.compile(r"“(?P<what>\w+)” must be a day.*"), _("Not a day: %(what)s.")),
    (re.compile(r"“(?P<what>\w+)” must be a whole.*"), _("Not a possible number: %(what)s.")),
    (re.compile(r"the text is empty"), _("The text is empty.")),
    (re.compile(r"the file .*\.fr(?:-easy)?\.md is missing"), _("The French text is missing.")),
    (re.compile(r"the file .*\.en(?:-easy)?\.md is missing"), _("The English text is missing.")),
    (
        re.compile(r"headings begin at .*"),
        _("Headings begin at the second level: the title is the first one."),
    ),
    (re.compile(r"HTML is not shown.*"), _("Signs of web code (“<”) would be shown as they are.")),
    (
        re.compile(r"turns, prompts, questions.*"),
        _("French and English do not have the same prompts, turns, questions or choices."),
    ),
    (
        re.compile(r"(?P<question>\S+) sends back to “(?P<step>\S*)”, no step"),
        _("Question %(question)s sends back to an activity that is not in this module."),
    ),
    (
        re.compile(r"the key of (?P<question>\S+) is missing"),
        _("Say which answer is right in question %(question)s."),
    ),
    (
        re.compile(r"(?P<question>\S+) has no such choice"),
        _("Say which answer is right in question %(question)s."),
    ),
    (re.compile(r"write true or false"), _("Say whether true or false is right.")),
    (re.compile(r"no choice adds to the result|write a list of ids"), _("No choice is right.")),
    (re.compile(r"no choice is worth 100"), _("Say which choice is right.")),
    (
        re.compile(r"an accepted answer has more than (?P<count>\d+) signs"),
        _("An accepted answer has more than %(count)s signs."),
    ),
    (re.compile(r"say what goes with “.*”"), _("Say what goes with each line.")),
    (re.compile(r"this gap has no such choice"), _("A gap with choices has two at least.")),
    (
        re.compile(r"write \[\[1\]\] to \[\[(?P<count>\d+)\]\] in the text.*"),
        _("Write the signs of the gaps in the text, from [[1]] to [[%(count)s]], once, in order."),
    ),
    (re.compile(r"“(?P<what>\w+)” must be a number"), _("Not a number: %(what)s.")),
    (
        re.compile(r"an attempt asks (?P<count>\d+) questions at most"),
        _("An attempt asks %(count)s questions at most: draw some of them."),
    ),
    (
        re.compile(r"the framework has no domain “(?P<code>.*)”"),
        _("The framework has no domain “%(code)s”."),
    ),
    (
        re.compile(r"the domain “(?P<code>.*)” is there twice"),
        _("Two domains have the short name “%(code)s”."),
    ),
    (re.compile(r"a module has one check at most"), _("A module has one check at most.")),
    (
        re.compile(r"a prompt has more than (?P<count>\d+) signs"),
        _("A prompt has more than %(count)s signs."),
    ),
    (
        re.compile(r"the meaning \((?P<locale>\w+)\) has more than (?P<count>\d+) signs"),
        _("A meaning has more than %(count)s signs."),
    ),
    (
        re.compile(r"“(?P<term>.+)” is there twice \(\w+\)"),
        _("“%(term)s” is there twice."),
    ),
    (
        re.compile(r"(?P<minutes>\d+) min for (?P<count>\d+) words is not plausible.*"),
        _("The time to read does not fit the text: save the activity to have it counted anew."),
    ),
    (
        re.compile(r"the module “(?P<module>\S+)” follows “(?P<other>\S+)”, which .*"),
        _("The module “%(module)s” asks for “%(other)s”, which does not come before it."),
    ),
    (
        re.compile(r"the address begins with https://"),
        _("The address of a source begins with https://."),
    ),
    (re.compile(r"the framework has no domain “(?P<domain>.+)”"), _("Choose a competence domain.")),
    (re.compile(r"“”: write lower-case.*"), _("Something has no name yet.")),
)


QUESTION = re.compile(r"^\[\[question\]\]", re.MULTILINE)


def said_of(fault: Fault, text: str) -> Text:
    """The fault with the number of its question, where it stands in one; `text` is its file."""
    words = sentence_of(fault)
    above = "\n".join(text.split("\n")[: fault.line])
    number = len(QUESTION.findall(above)) if fault.file.endswith(".md") else 0
    if not number:
        return words
    return _("Question %(number)s. %(words)s", number=number, words=words)


def sentence_of(fault: Fault) -> Text:
    """The fault for whoever writes in the studio."""
    for pattern, words in PATTERNS:
        found = pattern.fullmatch(fault.sentence)
        if found:
            said = {name: _named(name, value) for name, value in found.groupdict().items()}
            return Text(words.msgid, said)
    return _("This cannot be published as it is: %(fault)s", fault=fault.sentence)


def _named(name: str, value: str) -> str | Text:
    return NAMES.get(value, value) if name == "what" else value
