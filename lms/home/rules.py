"""What the first page asks of a person next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lms.catalogue.rules.outline import ActivityOutline, ModuleOutline, VersionOutline
from lms.learning.rules import Progress
from lms.requirements.models import Proof


class Stage(StrEnum):
    """Where a training is, for its person."""

    BEGIN = "begin"
    RESUME = "resume"
    REMAINS = "remains"
    MET = "met"
    ISSUED = "issued"


@dataclass(frozen=True, slots=True)
class Next:
    """The one next action: a step to open, or what is waited for."""

    stage: Stage
    module: ModuleOutline | None = None
    step: ActivityOutline | None = None


def next_action(version: VersionOutline, progress: Progress, proof: Proof, *, issued: bool) -> Next:
    """The first step still to do, else what remains beside the steps, else the certificate."""
    if issued:
        return Next(Stage.ISSUED)
    step = progress.next_activity(version)
    if step is not None:
        stage = Stage.RESUME if progress.minutes(version) else Stage.BEGIN
        return Next(stage, version.module(step.module_slug), step)
    if proof.met:
        return Next(Stage.MET)
    return Next(Stage.REMAINS)
