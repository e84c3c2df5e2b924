"""What every test of certification needs."""

from __future__ import annotations

import pytest

from lms.kernel.keys import Keys
from lms.web.database import Application


@pytest.fixture
def keys(app: Application) -> Keys:
    """The application's keys."""
    held: Keys = app.extensions["sillage.keys"]
    return held
