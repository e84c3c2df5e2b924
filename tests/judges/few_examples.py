"""A plugin for `make mutants`: each property is tried on a few examples, always the same ones."""

from __future__ import annotations

from hypothesis import Phase, settings

settings.register_profile(
    "few",
    max_examples=25,
    derandomize=True,
    database=None,
    deadline=None,
    # A failure is enough: nobody reads the smallest one.
    phases=(Phase.explicit, Phase.generate),
)
settings.load_profile("few")
