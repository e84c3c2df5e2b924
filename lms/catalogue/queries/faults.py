"""What is wrong in a draft; each state of it is read once by a process."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping

from lms.catalogue.models import MediaFacts, ProgrammeDraft
from lms.catalogue.rules.curriculum import CurriculumFaulty, read_curriculum
from lms.catalogue.rules.places import Fault

KEPT = 64
State = tuple[str, int, tuple[tuple[str, str], ...]]
_kept: OrderedDict[State, tuple[Fault, ...]] = OrderedDict()


def faults_of(
    draft: ProgrammeDraft, files: Mapping[str, str], media: Mapping[str, MediaFacts]
) -> tuple[Fault, ...]:
    """All that would refuse publication, in reading order."""
    shown = tuple(sorted((path, facts.digest) for path, facts in media.items()))
    state = (draft.public_id, draft.revision, shown)
    if state not in _kept:
        _kept[state] = _read(files, media)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return _kept[state]


def _read(files: Mapping[str, str], media: Mapping[str, MediaFacts]) -> tuple[Fault, ...]:
    try:
        read_curriculum(files, media)
    except CurriculumFaulty as faulty:
        return faulty.faults
    return ()
