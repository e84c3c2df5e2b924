"""What the linter says of the modules of a draft; each state of a module is read once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from hashlib import sha256

from lms.catalogue.rules.lint import lint
from lms.catalogue.rules.lint.findings import Code, Finding

KEPT = 128
_kept: OrderedDict[bytes, tuple[Finding, ...]] = OrderedDict()


def findings_in(files: Mapping[str, str], module: str) -> tuple[Finding, ...]:
    """What a reader of this module would stumble over, remarks last; about half a second."""
    own = {path: text for path, text in files.items() if path.startswith(f"modules/{module}/")}
    asked = {path: files[path] for path in ("lint.toml",) if path in files}
    state = sha256(repr(sorted({**own, **asked}.items())).encode()).digest()
    if state not in _kept:
        _kept[state] = _read({**own, **asked})
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return _kept[state]


def _read(files: Mapping[str, str]) -> tuple[Finding, ...]:
    """Faults of the whole programme are told elsewhere: a module alone has many."""
    told = (
        finding
        for finding in lint(files)
        if finding.code not in (Code.FAULT, Code.STANDARD) and finding.file != "lint.toml"
    )
    return tuple(sorted(told, key=lambda finding: (finding.remark, finding)))
