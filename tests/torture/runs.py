"""One part of a promise in a process of its own."""

from __future__ import annotations

import logging
import warnings
from importlib import import_module
from types import ModuleType

from tests.torture.ground import Kept, ground


def module_of(name: str) -> ModuleType:
    """The module of a promise: WORDS, keep(ground), bite(ground), and perhaps PARTS."""
    return import_module(f"tests.torture.{name}")


def run(name: str, engine: str, share: float, part: int, teeth: bool) -> Kept:
    """One part of a promise on one engine, in a process of its own."""
    warnings.simplefilter("ignore")
    logging.basicConfig(handlers=[logging.NullHandler()])
    promise = module_of(name)
    with ground(engine, share, part, getattr(promise, "PARTS", 1)) as here:
        try:
            kept: Kept = promise.bite(here) if teeth else promise.keep(here)
        except Exception as failure:
            kept = Kept()
            kept.broken.append(f"{engine}: {type(failure).__name__}: {failure}"[:300])
    return kept
