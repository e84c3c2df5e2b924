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
        _("Say which choice is right in question %(question)s."),
    ),
    (
        re.compile(r"(?P<question>\S+) has no such choice"),
        _("Say which choice is right in question %(question)s."),
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
