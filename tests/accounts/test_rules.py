"""Pure rules: passwords, networks, waits, hats."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.accounts.rules import (
    device_family,
    hats_of,
    minutes_to_wait,
    network_of,
    refuse_weak,
    sort_name,
)
from lms.kernel.actor import Role
from lms.kernel.refusals import RuleBroken

ADDRESS = "karim.haddad@exemple.test"


@pytest.mark.parametrize(
    "password",
    [
        "une phrase assez longue",
        "Le chat dort sur le toit.",
        "correct horse battery",
        "x8#kQ2!vv09Lm",
        "мой длинный пароль",
        "我喜欢在下雨的早晨喝热茶",
    ],
)
def test_a_password_of_ones_own_words_is_taken(password: str) -> None:
    refuse_weak(password, address=ADDRESS)


@pytest.mark.parametrize(
    "password",
    [
        "trop court",
        "motdepasse123",
        "Mot de passe 2026 !",
        "PasswordPassword",
        "azertyuiop12",
        "qwertyuiopasdf",
        "123456789012",
        "987654321098",
        "aaaaaaaaaaaaaa",
        "!!!!!!!!!!!!!!",
        "abcdefghijklmnop",
        ADDRESS,
        ADDRESS.upper(),
        "karim.haddad2026",
    ],
)
def test_a_password_that_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        refuse_weak(password, address=ADDRESS)
    assert refused.value.field == "password"


@given(st.text(max_size=11))
def test_no_short_password_is_taken(password: str) -> None:
    with pytest.raises(RuleBroken):
        refuse_weak(password, address=ADDRESS)


@given(st.text(min_size=12, max_size=200))
def test_any_text_is_judged_and_marks_around_change_nothing(password: str) -> None:
    with suppress(RuleBroken):
        refuse_weak(password, address=ADDRESS)
    with pytest.raises(RuleBroken):
        refuse_weak("motdepasse" + "1" * len(password), address=ADDRESS)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
        ("not an address", ""),
    ],
)
def test_a_network_is_what_one_subscriber_holds(address: str, network: str) -> None:
    assert network_of(address) == network


@given(st.integers(-200, 200), st.integers(1, 120))
def test_a_wait_is_at_least_a_minute_and_at_most_the_period(ago: int, period: int) -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    wait = minutes_to_wait(now - timedelta(minutes=ago), timedelta(minutes=period), now)
    assert 1 <= wait <= period


def test_an_ended_role_falls_back_to_the_first_hat() -> None:
    held = [(Role.MANAGER, 3, "b", "B"), (Role.TRAINEE, 1, "a", "A"), (Role.TRAINEE, 2, "c", "C")]
    hats = hats_of(held, Role.SUPERVISOR, None)
    assert [(h.role, h.organisation_id, h.current) for h in hats] == [
        (Role.TRAINEE, None, True),
        (Role.MANAGER, 3, False),
    ]
    chosen = hats_of(held, Role.MANAGER, 3)
    assert [h.current for h in chosen] == [False, True]
    assert hats_of([], None, None) == ()


def test_a_device_is_named_by_its_family_only() -> None:
    agent = "Mozilla/5.0 (Android 14; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0"
    assert device_family(agent) == "Firefox, Android"
    assert device_family("curl/8") == ""


def test_lists_sort_by_the_folded_family_name() -> None:
    assert sort_name("Zoé", "Élan  Noël") == "elan noel zoe"
