"""The rule about private tables names every table that keeps sealed words."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import LargeBinary

from lms.app.tables import metadata
from lms.kernel.base import Base

RULES = Path(__file__).parent / "rules.yml"


def test_every_table_with_sealed_bytes_is_named() -> None:
    named = re.search(r"regex: \^\((Answer\|.*)\)\$", RULES.read_text())
    assert named is not None
    sealed = {
        mapper.class_.__name__
        for mapper in Base.registry.mappers
        if any(isinstance(column.type, LargeBinary) for column in mapper.columns)
    }
    assert metadata.tables
    assert sealed - set(named.group(1).split("|")) == set()
