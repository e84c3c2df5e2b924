"""Where nothing can be drawn, pages say what to install, and everything else works."""

from __future__ import annotations

import pytest

from lms.kernel.actor import Role
from lms.kernel.keys import Keys
from lms.printing import operations
from tests.certification.earned import earned, issued
from tests.client import Client
from tests.make import Make


@pytest.mark.parametrize("reader", [Role.TRAINEE, Role.MANAGER])
def test_a_waiting_document_says_what_to_install(
    make: Make, client: Client, keys: Keys, monkeypatch: pytest.MonkeyPatch, reader: Role
) -> None:
    one = earned(make)
    held, _token = issued(make, keys, one)
    managing = reader is Role.MANAGER
    path = f"{one.register_path}/{held.public_id}" if managing else "/certificates"
    client.sign_in(
        one.manager if managing else one.person,
        role=reader,
        organisation=one.organisation if managing else None,
    )
    assert "apt-get install" not in client.read(path).words
    monkeypatch.setattr(operations, "_LIBRARIES", {"no-such-library": "libpango-1.0-0"})
    assert "apt-get install libpango-1.0-0" in client.read(path).words
