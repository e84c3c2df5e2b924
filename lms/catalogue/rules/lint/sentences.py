"""Sentences that a tired reader loses on the way."""

from __future__ import annotations

from collections.abc import Iterator

from lms.catalogue.rules.lint.blocks import words_in
from lms.catalogue.rules.lint.findings import Code, Finding
from lms.catalogue.rules.lint.folder import Folder
from lms.catalogue.rules.lint.spans import OPENING, sentences

LONG, TOO_LONG = 25, 35
EASY_LONG, EASY_TOO_LONG = 12, 18
"""The same in easy-to-read texts."""
SHOWN = 6
"""How many words of the sentence tell which one it is."""


def sentence_findings(folder: Folder) -> Iterator[Finding]:
    """Over 25 words a remark, over 35 a finding; 12 and 18 in easy-to-read texts."""
    for passage in folder.passages:
        long, too_long = (EASY_LONG, EASY_TOO_LONG) if passage.easy else (LONG, TOO_LONG)
        for block in passage.blocks:
            for start, sentence in sentences(block.text):
                count = words_in(sentence)
                if count > long:
                    line = block.line + block.text[:start].count("\n")
                    begins = " ".join(sentence.lstrip(OPENING).split()[:SHOWN])
                    words = f"{count} words in a sentence, at most {long} fit: “{begins}…”"
                    yield Finding(passage.file, line, Code.SENTENCE, words, count <= too_long)
