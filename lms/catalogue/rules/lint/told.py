"""What the linter says of a text, in the person's language; what it quotes stays as it is."""

from __future__ import annotations

import re

from lms.catalogue.rules.lint.findings import Finding
from lms.kernel.text import Text, _

PATTERNS: tuple[tuple[re.Pattern[str], Text], ...] = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (
            r"(?P<count>\d+) sentences in one paragraph, at most (?P<most>\d+) fit",
            _("Sentences in one paragraph: %(count)s. At most %(most)s fit."),
        ),
        (r"a semicolon: write two sentences", _("A semicolon: write two sentences.")),
        (
            r"there is no ordinary text beside this one",
            _("There is no ordinary text beside this one."),
        ),
        (
            r"(?P<count>\d+) words, the ordinary text has (?P<wanted>\d+)",
            _("It has more words (%(count)s) than the ordinary text (%(wanted)s)."),
        ),
        (
            r"(?P<count>\d+) of (?P<most>\d+) activities have an easy-to-read text",
            _("Activities with an easy-to-read text: %(count)s of %(most)s."),
        ),
        (
            r"(?P<count>\d+) (?P<what>activities|French words in the activities|questions|words),"
            r" at least (?P<least>\d+) asked",
            _("There are %(count)s. At least %(least)s are asked."),
        ),
        (
            r"(?P<count>\d+) (?P<what>activities|French words in the activities|questions|words),"
            r" at most (?P<most>\d+) asked",
            _("There are %(count)s. At most %(most)s are asked."),
        ),
        (
            r"(?P<count>\d+) “(?P<what>[^”]*)”, at least (?P<least>\d+) asked",
            _("Of the kind “%(what)s”: %(count)s. At least %(least)s are asked."),
        ),
        (
            r"a session plan, but no planned length .*",
            _("There is a plan of the group session, but no planned length."),
        ),
        (
            r"\S+: (?P<minutes>\d+) min for (?P<count>\d+) French words,"
            r" about (?P<about>\d+) min fit",
            _("%(minutes)s min for %(count)s French words: about %(about)s min fit."),
        ),
        (
            r"an image without alternative text: say what it shows",
            _("An image without alternative text: say what it shows."),
        ),
        (
            r"“(?P<quote>.*)”: say what the image shows, not that it is one",
            _("“%(quote)s”: say what the image shows, not that it is one."),
        ),
        (
            r"(?P<count>\d+) signs: say it in (?P<most>\d+), and the rest in the text",
            _("%(count)s signs: say it in %(most)s, and the rest in the text."),
        ),
        (r"a heading without words", _("A heading without words.")),
        (
            r"“(?P<quote>#+)” is not used: headings go from “##” to “####”",
            _("“%(quote)s” is not used: headings go from “##” to “####”."),
        ),
        (
            r"“(?P<quote>#+)” right below .*: a level was skipped",
            _("“%(quote)s”: a level of headings was skipped."),
        ),
        (
            r"“(?P<quote>.*)”: an address begins with .*",
            _("“%(quote)s”: an address begins with https://, mailto: or tel:."),
        ),
        (
            r"“(?P<quote>.*)”: write (?:a link whose words say|in words) where (?:it|the link)"
            r" leads",
            _("“%(quote)s”: write a link whose words say where it leads."),
        ),
        (r"a link without words", _("A link without words.")),
        (
            r"“(?P<quote>.*)” does not say where the link leads",
            _("“%(quote)s” does not say where the link leads."),
        ),
        (
            r"the same text in “\w+” is missing",
            _("The same text in the other language is missing."),
        ),
        (
            r"(?P<where>.+) of line (?P<line>\d+) has no English text",
            _("This passage has no English text."),
        ),
        (r"(?P<where>.+) is not in French", _("This passage has no French text.")),
        (
            r"(?:.+): (?P<count>\d+) (?P<what>.+), (?P<wanted>\d+) in French"
            r" \(line (?P<line>\d+)\)",
            _(
                "French and English are not built alike: %(count)s here, %(wanted)s in French"
                " (line %(line)s). Compare headings, paragraphs, lists, tables, links and images."
            ),
        ),
        (
            r"(?P<count>\d+) English words for (?P<wanted>\d+) French ones",
            _("%(count)s English words for %(wanted)s French ones."),
        ),
        (r"the same words in French", _("These are the same words as in French.")),
        (
            r"“(?P<quote>.*)” explains nothing: say why it fits or does not",
            _("“%(quote)s” explains nothing: say why it fits or does not."),
        ),
        (
            r"question (?P<place>\d+): the right choice is clearly the longest",
            _("Question %(place)s: the right choice is clearly the longest."),
        ),
        (
            r"(?P<count>\d+) right choices of (?P<most>\d+) stand in place (?P<place>\d+)",
            _("Right choices in place %(place)s: %(count)s of %(most)s."),
        ),
        (
            r"(?P<count>\d+) right choices of (?P<most>\d+) are the longest",
            _("Right choices that are the longest: %(count)s of %(most)s."),
        ),
        (r"the same text as .+:(?P<line>\d+)", _("The same text is at line %(line)s as well.")),
        (
            r"(?P<count>\d+) words in a sentence, at most (?P<most>\d+) fit: “(?P<quote>.*)”",
            _("%(count)s words in a sentence, at most %(most)s fit: “%(quote)s”."),
        ),
        (
            r"“(?P<quote>.*)”: turn the sentence, it gives the reader a gender",
            _("“%(quote)s”: turn the sentence, it gives the reader a gender."),
        ),
        (
            r"“(?P<quote>.*)”: both forms are heavy: turn the sentence",
            _("“%(quote)s”: both forms are heavy. Turn the sentence."),
        ),
        (
            r"“(?P<quote>.*)”: cannot be read aloud: .*",
            _("“%(quote)s” cannot be read aloud: turn the sentence, or write both words."),
        ),
        (
            r"“(?P<quote>[^”]*)”: prefer (?P<better>.*) \((?P<why>.*)\)",
            _("“%(quote)s”: rather %(better)s (%(why)s)."),
        ),
        (r"no text shows this file of media/", _("No text shows this file.")),
        (
            r"its images weigh (?P<count>\d+) KB: (?P<most>\d+) KB are enough",
            _("Its images weigh %(count)s KB: %(most)s KB are enough on a slow network."),
        ),
    )
)


def finding_words(finding: Finding) -> Text:
    """The finding in words; the linter's own where nobody has put them otherwise."""
    for pattern, words in PATTERNS:
        if found := pattern.fullmatch(finding.sentence):
            return Text(words.msgid, found.groupdict())
    return Text("%(said)s", {"said": finding.sentence})
