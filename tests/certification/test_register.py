"""The register: searched, filtered, paged, at the same cost whatever its length."""

from __future__ import annotations

from sqlalchemy import event, insert
from sqlalchemy.orm import Session

from lms.certification.models import Certificate, CertificateState
from lms.kernel.actor import Role
from lms.kernel.keys import Keys
from lms.web.database import Application
from lms.web.page import new_token
from tests.certification.earned import Earned, earned, issued, place
from tests.client import Client
from tests.make import Make


def as_manager(client: Client, one: Earned) -> None:
    client.sign_in(one.manager, role=Role.MANAGER, organisation=one.organisation)


def names(html: object) -> list[str]:
    rows = html.tree.xpath("//th[@role='rowheader']/a")  # type: ignore[attr-defined]
    return [row.text for row in rows]


def test_a_name_is_found_without_its_accents(make: Make, client: Client, keys: Keys) -> None:
    at = place(make)
    people = [
        earned(make, at=at, given="Éloïse", family="Çelik"),
        earned(make, at=at, given="Awa", family="Diop"),
    ]
    held = [issued(make, keys, one)[0] for one in people]
    as_manager(client, people[0])
    path = people[0].register_path
    assert names(client.read(path)) == ["Awa Diop", "Éloïse Çelik"]
    assert names(client.read(path + "?q=CELIK")) == ["Éloïse Çelik"]
    assert names(client.read(path + "?q=eloise+celik")) == ["Éloïse Çelik"]
    assert names(client.read(path + f"?q={held[1].number.lower()}")) == ["Awa Diop"]
    assert names(client.read(path + "?q=%25")) == []


def test_the_register_is_filtered_by_state(
    session: Session, make: Make, client: Client, keys: Keys
) -> None:
    at = place(make)
    people = [earned(make, at=at, given=name) for name in ("Un", "Deux")]
    held = [issued(make, keys, one)[0] for one in people]
    held[0].state = CertificateState.WITHDRAWN
    session.commit()
    as_manager(client, people[0])
    path = people[0].register_path
    assert names(client.read(path + "?state=withdrawn")) == ["Un Diop"]
    assert names(client.read(path + "?state=waiting")) == ["Deux Diop"]
    assert names(client.read(path + "?state=replaced")) == []
    assert len(names(client.read(path + "?state=unknown"))) == 2


def test_an_empty_register_says_what_will_be_there(make: Make, client: Client) -> None:
    one = earned(make)
    as_manager(client, one)
    assert client.read(one.register_path).tree.xpath("//*[@class='empty']")


def test_another_organisation_s_register_does_not_exist(
    make: Make, client: Client, keys: Keys
) -> None:
    one, other = earned(make), earned(make, family="Ailleurs")
    held, _token = issued(make, keys, other)
    as_manager(client, one)
    client.read(other.register_path, 404)
    for tail in ("", "/withdraw", "/replace"):
        client.read(f"{one.register_path}/{held.public_id}{tail}", 404)
        client.read(f"{other.register_path}/{held.public_id}{tail}", 404)
    assert "Ailleurs" not in client.read(one.register_path).words


def test_only_managers_open_the_register(make: Make, client: Client, keys: Keys) -> None:
    one = earned(make)
    held, _token = issued(make, keys, one)
    for person, role in ((one.supervisor, Role.SUPERVISOR), (one.person, Role.TRAINEE)):
        client.sign_in(person, role=role)
        for tail in ("", f"/{held.public_id}", f"/{held.public_id}/withdraw"):
            client.read(one.register_path + tail, 403)


def copies(session: Session, held: Certificate, number: int) -> None:
    """More lines like this one, replaced."""
    values = {c.key: getattr(held, c.key) for c in Certificate.__table__.columns if c.key != "id"}
    session.execute(
        insert(Certificate),
        [
            {
                **values,
                "public_id": new_token(),
                "number": f"X-{n}",
                "code_hash": f"{n:064}",
                "state": CertificateState.REPLACED,
            }
            for n in range(number)
        ],
    )
    session.commit()


def statements_of(app: Application, client: Client, path: str) -> int:
    seen: list[str] = []
    engine = app.extensions["sillage.engine"]
    listen = lambda *args: seen.append(args[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", listen)
    client.read(path)
    event.remove(engine, "before_cursor_execute", listen)
    return len([s for s in seen if s.lstrip().upper().startswith("SELECT")])


def test_the_register_costs_the_same_for_ten_and_a_thousand(
    app: Application, session: Session, make: Make, client: Client, keys: Keys
) -> None:
    one = earned(make)
    held, _token = issued(make, keys, one)
    as_manager(client, one)
    costs = []
    for more in (10, 1_000):
        copies(session, held, more) if more == 10 else _many(session, held)
        for query in ("", "?q=diop", "?state=replaced"):
            costs.append(statements_of(app, client, one.register_path + query))
    assert len(set(costs)) == 1
    assert costs[0] <= 5


def _many(session: Session, held: Certificate) -> None:
    session.query(Certificate).filter(Certificate.id != held.id).delete()
    copies(session, held, 1_000)


def test_every_certificate_stands_on_exactly_one_page(
    session: Session, make: Make, client: Client, keys: Keys
) -> None:
    one = earned(make)
    held, _token = issued(make, keys, one)
    copies(session, held, 60)
    as_manager(client, one)
    path, met = one.register_path, []
    while path:
        page = client.read(path)
        met += page.tree.xpath("//input[@name='certificate']/@value")
        path = next(iter(page.tree.xpath("//nav[contains(@class,'pager')]/a[last()]/@href")), "")
        if "after=" not in path:
            break
    assert len(met) == len(set(met)) == 61
