"""French words that give the reader a gender: turn the sentence instead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lms.catalogue.rules.lint.blocks import Block
from lms.catalogue.rules.lint.findings import Code, Finding
from lms.catalogue.rules.lint.folder import Folder
from lms.catalogue.rules.lint.spans import leveled
from lms.catalogue.rules.lint.words import apart_in

BETWEEN = r"(?:(?:pas|plus|jamais|très|trop|si|aussi|bien|mal|peut-être|déjà|encore|toujours|"
BETWEEN += r"vraiment|tout|enfin|souvent|parfois|assez|moins|donc|alors|là|un peu|vous-même)\s+)*"
# Participles and adjectives that change in writing with who reads them.
CHANGING = (
    r"(?:\w\w+(?:é|ée|és|ées)|(?:prêt|seul|sûr|certain|content|présent|absent|patient|méfiant|"
    r"confiant|vivant|perdu|ému|déçu|vu|lu|cru|reçu|connu|reconnu|entendu|attendu|tenu|soutenu|"
    r"retenu|prévenu|bienvenu|convaincu|devenu|venu|revenu|parvenu|tendu|surpris|pris|compris|"
    r"mis|permis|assis|admis|appris|épris|choisi|accueilli|parti|sorti|senti|ressenti|averti|"
    r"investi|suivi|servi|réuni|saisi|démuni|trahi|conduit|réduit|séduit|instruit|inscrit|"
    r"interdit|contraint|atteint|craint|couvert|ouvert|offert|mort|étonnant|intéressant|"
    r"compétent|différent|indépendant|tolérant|bienveillant|étudiant|"
    r"heureux|malheureux|anxieux|nerveux|curieux|courageux|soucieux|précieux|sérieux|"
    r"heureuse|malheureuse|anxieuse|nerveuse|curieuse|courageuse|soucieuse|précieuse|sérieuse|"
    r"attentif|attentive|inquiet|inquiète|discret|discrète|entier|entière|premier|première|"
    r"nouveau|nouvelle|gentil|gentille|actif|active|franc|franche|doux|douce)(?:e|s|es)?)"
)
NOT_CHANGING = r"(?!(?:côté|volonté|santé|liberté|sécurité|invité·e|café)\b)"
BE = r"(?:(?:n'|y|en|vous|n'y|n'en|ne vous)\s*)*(?:êtes|étiez|serez|seriez|soyez|sentez|sentiez|"
BE += r"sentirez|sentiriez|restez|restiez|resterez|croyez|avez\s+été|aviez\s+été|aurez\s+été)"
HAVE = r"(?:l'|en|y)?\s*(?:a|ont|avait|avaient|aura|auront|aurait|auraient|ait|aient)"
# Verbs that say something TO the reader leave the participle alone.
INDIRECT = (
    r"(?!(?:donné|demandé|parlé|proposé|confié|raconté|expliqué|montré|rappelé|coûté|manqué|pesé|"
    r"apporté|laissé|posé|imposé|refusé|accordé|indiqué|annoncé|enseigné|adressé|envoyé|prêté|"
    r"évité|semblé|suffi|paru|plu|été|répété|signalé|caché|volé|retiré|enlevé|réservé|échappé|"
    r"appris|permis|offert|ouvert|promis|remis|pris|mis|dit|fait|fallu|rendu|tenu)(?:e|s|es)?\b)"
)
TO_THEMSELVES = (
    r"(?!(?:demandé|donné|posé|parlé|accordé|imaginé|promis|permis|dit|rendu\s+compte|raconté|"
    r"fixé|proposé|imposé|lavé|cassé|souri|plu|succédé)\b)"
)
PATTERNS = tuple(
    re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
    for words in (
        rf"vous\s+{BE}\s+{BETWEEN}{NOT_CHANGING}{TO_THEMSELVES}{CHANGING}",
        rf"[êe]tes-vous\s+{BETWEEN}{NOT_CHANGING}{TO_THEMSELVES}{CHANGING}",
        rf"(?:étiez|serez|seriez|sentez|sentiez)-vous\s+{BETWEEN}{NOT_CHANGING}{CHANGING}",
        rf"(?:soyez|restez)\s+{BETWEEN}{NOT_CHANGING}{CHANGING}",
        rf"vous\s+{HAVE}\s+{BETWEEN}{INDIRECT}{CHANGING}",
        rf"vous\s+(?:rend|rende|rendra|laisse|laissera|croit|sait|sent|trouve|voit)\s+{BETWEEN}"
        rf"{NOT_CHANGING}{INDIRECT}{CHANGING}",
    )
)
FIRST_PERSON = re.compile(
    rf"(?<!\w)je\s+(?:ne\s+)?(?:suis|serai|serais|me\s+sens|me\s+sentais|reste)\s+{BETWEEN}"
    rf"{NOT_CHANGING}{CHANGING}(?!\w)|(?<!\w)j'étais\s+{BETWEEN}{NOT_CHANGING}{CHANGING}(?!\w)",
    re.IGNORECASE,
)
BOTH_FORMS = re.compile(r"(?<!\w)(\w+(?:é|i|u|ert|is|it|eint|ain|êt|eul|ûr)) ou \1e(?!\w)", re.I)
MIDDLE_DOT = re.compile(r"\w+[·•]\w+(?:[·•]\w+)?|\w+\((?:e|ne|te|se|ve|trice)\)s?")


def gender_findings(folder: Folder) -> Iterator[Finding]:
    """Sentences that say “you” with a masculine or a feminine, and forms nobody can read aloud."""
    for passage in folder.passages:
        for block in passage.blocks if passage.locale == "fr" else ():
            for found, sentence, remark in _in_block(block):
                line = block.line + block.text[: found.start()].count("\n")
                words = f"“{' '.join(found[0].split())}”: {sentence}"
                yield Finding(passage.file, line, Code.GENDERED, words, remark)


def _in_block(block: Block) -> Iterator[tuple[re.Match[str], str, bool]]:
    text, apart = leveled(block.text), apart_in(block)
    for pattern in PATTERNS:
        for found in pattern.finditer(text):
            yield found, "turn the sentence, it gives the reader a gender", _quoted(found, apart)
    for found in FIRST_PERSON.finditer(text):
        if not _quoted(found, apart):
            yield found, "turn the sentence, it gives the reader a gender", False
    for found in BOTH_FORMS.finditer(text):
        yield found, "both forms are heavy: turn the sentence", True
    for found in MIDDLE_DOT.finditer(text):
        yield found, "cannot be read aloud: turn the sentence, or write both words", False


def _quoted(found: re.Match[str], apart: tuple[tuple[int, int], ...]) -> bool:
    return any(start <= found.start() < end for start, end in apart)
