"""An outside judge (veraPDF) finds the files archival, PDF/A-3a, and accessible, PDF/UA-1."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import skip_loudly
from tests.printing import booklets, sheets
from tests.printing.booklets import BARE, booklet
from tests.printing.papers import ODD_NAMES, PAPER, drawn, named
from tests.printing.sheets import sheet

JUDGE = Path(__file__).resolve().parents[1] / "conformance" / "pdf-judge"
JAXB = Path("/usr/share/java/jaxb-runtime.jar")


@pytest.mark.java
def test_every_odd_name_number_of_modules_specimen_sheet_and_booklet_passes(tmp_path: Path) -> None:
    if not (shutil.which("java") and shutil.which("javac") and JAXB.exists()):
        skip_loudly("the PDF judge needs openjdk-17-jdk-headless libjaxb-java libjaxb-api-java")
    papers = [PAPER, *(named(name, 2 + place % 6) for place, name in enumerate(ODD_NAMES))]
    papers += [named("Zoë Brontë", count, specimen=True) for count in (7, 12, 40)]
    lists = [sheet(ODD_NAMES, halves=2), sheet(("O",)), sheet(ODD_NAMES * 6, blank=True)]
    bound = [booklet(1), booklet(6, "en"), BARE]
    drawings = [*map(drawn, papers), *map(sheets.drawn, lists), *map(booklets.drawn, bound)]
    files = [tmp_path / f"{place:02}.pdf" for place in range(len(drawings))]
    for file, drawing in zip(files, drawings, strict=True):
        file.write_bytes(drawing)

    judged = subprocess.run(
        [JUDGE, "3a,ua1", *files],
        env={**os.environ, "PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=False,
    )

    verdicts = judged.stdout.splitlines()
    assert [line for line in verdicts if not line.startswith("PASS")] == [], judged.stderr
    assert len(verdicts) == 2 * len(files), judged.stderr
