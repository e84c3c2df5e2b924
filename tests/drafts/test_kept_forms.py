"""A form sent after the session ended comes back filled after sign-in, for the same person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml.html import HtmlElement
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from wtforms import PasswordField

from lms.accounts.models import Person, PersonState, SignIn, SignInState
from lms.drafts.jobs import purge
from lms.drafts.models import Draft
from lms.drafts.rules import KEPT_FORM, MOST_BYTES, MOST_KEPT
from lms.kernel.actor import Role
from lms.supervision.models import SupervisionSession
from lms.web.database import Application
from lms.web.kept import SECRET_FIELDS
from lms.web.page import now
from tests.accounts.factors import code_at, give_app
from tests.accounts.letters import letters_to
from tests.client import Client, Page
from tests.learning.trainees import enrolled
from tests.make import PASSWORD, Make, today
from tests.supervision.held import hold
from tests.web.forms import all_forms

DITE = "Votre saisie a été gardée. Vérifiez puis envoyez."
ENDS: dict[str, dict[str, Any]] = {
    "idle": {"last_seen_at": now() - timedelta(hours=20)},
    "too old": {"created_at": now() - timedelta(hours=20)},
    "revoked": {"revoked_at": now()},
}


def end_sessions(session: Session, how: str = "idle") -> None:
    session.execute(update(SignIn).where(SignIn.revoked_at.is_(None)).values(**ENDS[how]))


def late(client: Client, form: HtmlElement, path: str, **fields: Any) -> Page:
    """Send a form whose page was opened under a session that is over: the sign-in page."""
    page = client.send(form, path, **fields)
    assert page.path == "/sign-in"
    return page


def sign_in(client: Client, page: Page, person: Person, status: int = 200) -> Page:
    """Through the door that the late form led to, query and all."""
    (form,) = page.tree.xpath("//main//form[.//input[@name='password']]")
    return client.send(form, page.address, status, email=person.email, password=PASSWORD)


def kept(session: Session) -> list[Draft]:
    found = select(Draft).where(Draft.form == KEPT_FORM)
    return list(session.scalars(found.execution_options(populate_existing=True)))


def a_late_text(make: Make, client: Client, session: Session, words: str) -> tuple[Any, Page]:
    """A supervisor's record text that was sent too late; the sign-in page that it led to."""
    held = hold(make)
    held.as_supervisor(client)
    page = client.read(held.address)
    end_sessions(session)
    form = page.form(f"{held.address}/texts/shared")
    return held, late(client, form, held.address, text=words, act="keep")


@pytest.mark.parametrize("how", sorted(ENDS))
def test_a_logged_session_comes_back_whole(
    make: Make, client: Client, session: Session, how: str
) -> None:
    group = make.supervision(trainees=3)
    client.sign_in(group.supervisor, role=Role.SUPERVISOR)
    page = client.read("/sessions/new")
    people = [agreement.public_id for agreement in group.agreements[:2]]
    end_sessions(session, how)
    door = late(
        client,
        page.form(people=None),
        page.path,
        people=people,
        held_on=(today() - timedelta(days=3)).isoformat(),
        length="other",
        minutes="75",
        mode="telephone",
        **{f"own_minutes-{people[1]}": "45"},
    )
    assert "gardé" in door.words
    assert session.scalars(select(SupervisionSession)).all() == []
    again = sign_in(client, door, group.supervisor)
    assert again.path == "/sessions/new"
    assert DITE in again.words.replace("\u00a0", " ")
    form = again.form(people=None)
    assert sorted(form.xpath(".//input[@name='people'][@checked]/@value")) == sorted(people)
    assert form.xpath(".//input[@name='minutes']/@value") == ["75"]
    assert form.xpath(".//input[@name='mode'][@checked]/@value") == ["telephone"]
    assert form.xpath(f".//input[@name='own_minutes-{people[1]}']/@value") == ["45"]
    assert session.scalars(select(SupervisionSession)).all() == []
    client.send(form, again.path)
    assert len(session.scalars(select(SupervisionSession)).all()) == 1
    assert kept(session) == []


def test_a_record_s_text_comes_back_sealed_meanwhile(
    make: Make, client: Client, session: Session
) -> None:
    held, door = a_late_text(make, client, session, "Le cadre, et\nla fatigue.")
    (row,) = kept(session)
    assert b"fatigue" not in row.sealed
    assert row.person_id == held.supervisor.id
    again = sign_in(client, door, held.supervisor)
    assert again.path == held.address
    assert DITE in again.words
    assert len(again.tree.xpath("//textarea[contains(., 'la fatigue')]")) == 1
    form = again.form(f"{held.address}/texts/shared")
    assert "fatigue" in form.xpath(".//textarea")[0].text
    client.send(form, held.address, act="keep")
    assert kept(session) == []
    assert "fatigue" in client.read(held.address).words


def test_notes_come_back_without_a_script(make: Make, client: Client, session: Session) -> None:
    person = enrolled(make, client)
    step = "/modules/role/steps/7"
    page = client.read(step)
    end_sessions(session)
    door = late(client, page.form(step, note_1=""), step, note_1="Marcher.", note_2="Appeler.")
    again = sign_in(client, door, person)
    assert [area.text.strip() for area in again.tree.xpath("//textarea")[:2]] == [
        "Marcher.",
        "Appeler.",
    ]
    client.send(again.form(step, note_1=""), step, act="keep")
    assert kept(session) == []
    assert "Marcher." in client.read(step).words


def test_an_invitation_comes_back(make: Make, client: Client, session: Session) -> None:
    organisation = make.organisation()
    manager = make.manager(organisation)
    client.sign_in(manager, role=Role.MANAGER, organisation=organisation)
    make.version()
    page = client.read(f"/orgs/{organisation.slug}/invitations/new")
    end_sessions(session)
    fields = {"family_name": "Été", "email": "ete@exemple.test", "role": "supervisor"}
    door = late(client, page.form(email=""), page.path, **fields)
    again = sign_in(client, door, manager)
    assert again.tree.xpath("//input[@name='family_name']/@value") == ["Été"]
    assert again.tree.xpath("//input[@name='role'][@checked]/@value") == ["supervisor"]
    fresh = again.tree.xpath("//main//input[@name='form_key']/@value")
    assert fresh
    assert fresh != page.tree.xpath("//main//input[@name='form_key']/@value")
    assert "ete@exemple.test" in client.send(again.form(email=""), again.path).words


def test_it_survives_the_second_factor(
    make: Make, client: Client, session: Session, app: Application
) -> None:
    held, door = a_late_text(make, client, session, "Le cadre.")
    secret = give_app(make, app.extensions["sillage.keys"], held.supervisor)
    asked = sign_in(client, door, held.supervisor)
    assert asked.path == "/second-factor"
    assert "Le cadre." not in asked.html
    again = client.send(asked.form(code=""), asked.address, code=code_at(secret))
    assert "Le cadre." in again.form(f"{held.address}/texts/shared").text_content()


def test_a_mailed_link_leads_back_to_it_too(make: Make, client: Client, session: Session) -> None:
    held, door = a_late_text(make, client, session, "Le cadre.")
    ask = client.read(door.tree.xpath("//main//a[starts-with(@href, '/sign-in/link')]/@href")[0])
    (form,) = ask.tree.xpath("//main//form")
    client.send(form, ask.address, email=held.supervisor.email)
    page = client.read(letters_to(session, held.supervisor.email)[-1].link)
    (form,) = page.tree.xpath("//main//form")
    again = client.send(form, page.address)
    assert "Le cadre." in again.form(f"{held.address}/texts/shared").text_content()


def test_the_hat_under_which_it_was_typed_is_worn_again(
    make: Make, client: Client, session: Session
) -> None:
    group = make.supervision()
    make.enrolment(group.supervisor, group.organisation)
    client.sign_in(group.supervisor, role=Role.SUPERVISOR)
    page = client.read("/sessions/new")
    end_sessions(session)
    door = late(client, page.form(people=None), page.path, length="90")
    again = sign_in(client, door, group.supervisor)
    assert again.path == "/sessions/new"
    assert again.form(people=None).xpath(".//input[@name='length'][@checked]/@value") == ["90"]


def test_somebody_else_on_this_browser_reads_nothing(
    make: Make, client: Client, session: Session
) -> None:
    held, door = a_late_text(make, client, session, "secret entre nous")
    other = make.supervisor(held.people.organisation)
    page = sign_in(client, door, other, 404)
    assert "secret" not in page.html
    asked = parse_qs(urlsplit(door.address).query)["next"][0]
    number = parse_qs(urlsplit(asked).query)["kept"][0]
    page = client.read(f"/sessions/new?kept={number}")
    assert "secret" not in page.html
    assert DITE not in page.words
    assert len(kept(session)) == 1


def test_a_kept_form_of_the_same_page_is_not_given_to_another(
    make: Make, client: Client, session: Session
) -> None:
    organisation = make.organisation()
    first, second = make.manager(organisation), make.manager(organisation)
    client.sign_in(first, role=Role.MANAGER, organisation=organisation)
    page = client.read(f"/orgs/{organisation.slug}/invitations/new")
    end_sessions(session)
    door = late(client, page.form(email=""), page.path, email="tierce@exemple.test")
    again = sign_in(client, door, second)
    assert again.path == page.path
    assert "tierce@exemple.test" not in again.html
    assert DITE not in again.words


def test_another_tab_that_signed_in_again_gives_the_form_back_at_once(
    make: Make, client: Client, session: Session
) -> None:
    held = hold(make)
    held.as_supervisor(client)
    page = client.read(held.address)
    held.as_supervisor(client)
    form = page.form(f"{held.address}/texts/private")
    again = client.send(form, held.address, text="pour moi seule", act="keep")
    assert again.path == held.address
    private = again.form(f"{held.address}/texts/private")
    assert "pour moi seule" in private.xpath(".//textarea")[0].text


def test_after_a_sign_out_in_another_tab_it_comes_back(
    make: Make, client: Client, session: Session
) -> None:
    person = enrolled(make, client)
    step = "/modules/role/steps/7"
    page = client.read(step)
    client.send(client.read("/home").form("/sign-out"), "/home")
    door = late(client, page.form(step, note_1=""), step, note_1="Marcher.")
    assert "Marcher." in sign_in(client, door, person).words


def test_a_form_typed_by_somebody_else_is_not_kept_for_who_is_signed_in(
    make: Make, client: Client, session: Session
) -> None:
    held = hold(make)
    held.as_supervisor(client)
    page = client.read(held.address)
    client.sign_in(make.supervisor(held.people.organisation))
    form = page.form(f"{held.address}/texts/shared")
    refused = client.send(form, held.address, status=400, text="secret", act="keep")
    assert "secret" not in refused.html
    assert kept(session) == []


@pytest.mark.parametrize("token", ["", "forged", "forged.token", "a.b.c"])
def test_a_forged_token_keeps_nothing(
    make: Make, client: Client, session: Session, token: str
) -> None:
    held = hold(make)
    address = f"{held.address}/texts/shared"
    answer = client.open(address, method="POST", data={"csrf_token": token, "text": "x"})
    assert answer.status_code == 400
    assert kept(session) == []


def test_a_form_from_another_site_keeps_nothing(
    make: Make, client: Client, session: Session
) -> None:
    held = hold(make)
    held.as_supervisor(client)
    form = client.read(held.address).form(f"{held.address}/texts/shared")
    end_sessions(session)
    answer = client.open(
        form.get("action"),
        method="POST",
        data=dict(form.form_values()) | {"text": "x"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 403
    assert kept(session) == []


def test_a_closed_account_gets_nothing_kept(make: Make, client: Client, session: Session) -> None:
    held = hold(make)
    held.as_supervisor(client)
    page = client.read(held.address)
    session.execute(update(Person).values(state=PersonState.CLOSED))
    door = late(client, page.form(f"{held.address}/texts/shared"), held.address, text="x")
    assert door.address == "/sign-in"
    assert kept(session) == []


def test_a_session_that_never_showed_its_second_factor_keeps_nothing(
    make: Make, client: Client, session: Session
) -> None:
    held = hold(make)
    held.as_supervisor(client)
    form = client.read(held.address).form(f"{held.address}/texts/shared")
    session.execute(update(SignIn).values(state=SignInState.PENDING))
    client.send(form, held.address, text="x", act="keep")
    assert kept(session) == []


def test_a_wrong_or_foreign_number_changes_nothing(
    make: Make, client: Client, session: Session
) -> None:
    held, _door = a_late_text(make, client, session, "secret")
    (row,) = kept(session)
    client.sign_in(held.supervisor, role=Role.SUPERVISOR)
    for number in ("", "forged", "x" * 5000, f"{row.public_id}x"):
        page = client.read(f"{held.address}?kept={number}")
        assert DITE not in page.words
    # A form kept for one address fills no other one.
    assert "secret" not in client.read(f"/sessions/new?kept={row.public_id}").html
    client.sign_in(held.trainee, role=Role.TRAINEE)
    page = client.read(f"{held.address}?kept={row.public_id}")
    form = page.form(f"{held.address}/texts/own")
    for number in (row.public_id, "\x00", "x" * 5000):
        client.send(form, held.address, text="à moi", act="keep", kept=number)
    assert "secret" not in page.html
    assert len(kept(session)) == 1


def test_an_endless_form_is_not_kept(make: Make, client: Client, session: Session) -> None:
    _held, door = a_late_text(make, client, session, "a" * (MOST_BYTES + 1))
    assert door.address == "/sign-in"
    assert kept(session) == []


def test_a_person_s_oldest_forms_make_room(make: Make, client: Client, session: Session) -> None:
    held = hold(make)
    held.as_supervisor(client)
    form = client.read(held.address).form(f"{held.address}/texts/shared")
    end_sessions(session)
    for number in range(MOST_KEPT + 2):
        late(client, form, held.address, text=f"texte {number}")
    assert len(kept(session)) == MOST_KEPT


def test_a_kept_form_is_gone_after_a_day(
    make: Make, client: Client, session: Session, app: Application
) -> None:
    held, door = a_late_text(make, client, session, "hier")
    session.execute(update(Draft).values(expires_at=now() - timedelta(seconds=1)))
    assert "hier" not in sign_in(client, door, held.supervisor).html
    assert purge(app, now=now()) == 1
    assert kept(session) == []


def test_a_press_without_words_is_not_kept(make: Make, client: Client, session: Session) -> None:
    held = hold(make)
    held.as_supervisor(client)
    page = client.read(f"/sessions/{held.session.public_id}")
    form = page.form(f"/sessions/{held.session.public_id}/delete")
    end_sessions(session)
    late(client, form, page.path)
    assert kept(session) == []


@pytest.mark.parametrize("path", ["/account/password", "/account/address", "/account/names"])
def test_what_proves_or_changes_who_one_is_is_not_kept(
    make: Make, client: Client, session: Session, path: str
) -> None:
    client.sign_in(make.trainee())
    page = client.read(path)
    form = page.tree.xpath("//main//form")[0]
    end_sessions(session)
    late(client, form, path, **dict.fromkeys(("present", "password"), "une phrase"))
    assert kept(session) == []


def test_a_script_that_saves_is_told_as_before(
    make: Make, client: Client, session: Session
) -> None:
    held = hold(make)
    held.as_supervisor(client)
    form = client.read(held.address).form(f"{held.address}/texts/shared")
    end_sessions(session)
    values = dict(form.form_values()) | {"text": "x"}
    for headers in ({"Accept": "application/json"}, {}):
        answer = client.open(
            f"{held.address}/texts/shared/autosave", method="POST", data=values, headers=headers
        )
        assert answer.status_code == (401 if headers else 303)
    assert kept(session) == []


def test_a_refused_form_stays_kept_until_it_is_accepted(
    make: Make, client: Client, session: Session
) -> None:
    group = make.supervision()
    client.sign_in(group.supervisor, role=Role.SUPERVISOR)
    page = client.read("/sessions/new")
    end_sessions(session)
    tomorrow = (today() + timedelta(days=1)).isoformat()
    door = late(client, page.form(people=None), page.path, held_on=tomorrow, minutes="")
    again = sign_in(client, door, group.supervisor)
    refused = client.send(again.form(people=None), again.path, status=422)
    assert len(kept(session)) == 1
    client.send(refused.form(people=None), again.path, held_on=today().isoformat())
    assert kept(session) == []


def test_no_field_for_a_secret_has_a_name_that_would_be_kept() -> None:
    names = {
        name
        for form in all_forms()
        for name, field in vars(form).items()
        if getattr(field, "field_class", None) is PasswordField
    }
    assert names
    assert names <= SECRET_FIELDS
