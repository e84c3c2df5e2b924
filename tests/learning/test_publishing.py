"""Publishing a draft: what it changes, for whom, and who may press."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.catalogue.models import DraftFile, DraftState, ProgrammeDraft, ProgrammeVersion
from lms.catalogue.operations import Act, approve, publish_draft, send_for_review
from lms.catalogue.queries.sources import files_of_version
from lms.journal.models import JournalEntry
from lms.kernel.actor import Role
from lms.kernel.refusals import RuleBroken
from lms.organisations.models import Organisation
from lms.web.page import new_token, now
from tests.catalogue.approved import approved_draft, sent_draft
from tests.catalogue.folders import small_folder
from tests.catalogue.versions import publish_files, replaced
from tests.client import Client
from tests.make import Make

ROOTS = "modules/role/01-roots.fr.md"


def desk(make: Make, client: Client, role: Role = Role.MANAGER) -> Organisation:
    """An organisation and one of its people, signed in."""
    organisation = make.organisation()
    client.sign_in(make.member(role, organisation), role=role, organisation=organisation)
    return organisation


def address(organisation: Organisation, draft: ProgrammeDraft) -> str:
    return f"/orgs/{organisation.slug}/programmes/drafts/{draft.public_id}/publish"


def changed_draft(make: Make, organisation: Organisation) -> ProgrammeDraft:
    """An approved draft of the next version of a published programme, one sentence changed."""
    first = approved_draft(make, organisation)
    version = publish_draft(
        make.session, first, act=Act(by=first.started_by, now=now()), public_id=new_token()
    )
    make.session.flush()
    make.enrolment(make.person("Nadia", "Benali"), organisation, version)
    files = files_of_version(make.session, version.id)
    changed = replaced(files, ROOTS, "Du texte.", "Du texte nouveau.")
    return approved_draft(make, organisation, changed, version)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUTHOR])
def test_an_approved_draft_becomes_the_next_version(
    make: Make, client: Client, session: Session, role: Role
) -> None:
    organisation = desk(make, client, role)
    draft = changed_draft(make, organisation)
    path = address(organisation, draft)
    page = client.submit(path, path)
    assert "Version 2" in page.words.replace("\u00a0", " ").replace("version 2", "Version 2")
    version = session.get_one(ProgrammeVersion, draft.version_id)
    assert (draft.state, version.number) == (DraftState.PUBLISHED, 2)
    assert "Du texte nouveau." in files_of_version(session, version.id)[ROOTS]
    acts = select(JournalEntry.actor_id).where(
        JournalEntry.action == "catalogue.publish", JournalEntry.subject_id == version.public_id
    )
    assert session.scalar(acts) is not None


def test_the_page_says_what_changes_and_for_whom(make: Make, client: Client) -> None:
    organisation = desk(make, client)
    draft = changed_draft(make, organisation)
    page = client.read(address(organisation, draft))
    assert "1 personne en formation sur la version 1" in page.words
    (link,) = page.tree.xpath("//section[@aria-labelledby='t-changes']//a/@href")
    changes = client.read(link)
    assert changes.tree.xpath("string(//ins)").endswith("nouveau")
    assert "Racines" in changes.tree.xpath("string(//h1)")


def test_managers_read_who_is_in_training_and_authors_only_how_many(
    make: Make, client: Client
) -> None:
    organisation = desk(make, client)
    draft = changed_draft(make, organisation)
    page = client.read(address(organisation, draft))
    (link,) = page.tree.xpath("//section[@aria-labelledby='t-people']//a/@href")
    assert "Nadia Benali" in client.read(link).words
    author = make.member(Role.AUTHOR, organisation)
    client.sign_in(author, role=Role.AUTHOR, organisation=organisation)
    page = client.read(address(organisation, draft))
    assert not page.tree.xpath("//section[@aria-labelledby='t-people']//a")
    assert "1 personne en formation sur la version 1" in page.words
    client.read(link, 403)


def test_the_linter_and_the_reviews_speak_before_the_press(make: Make, client: Client) -> None:
    organisation = desk(make, client)
    draft = changed_draft(make, organisation)
    page = client.read(address(organisation, draft))
    assert "1 module n'a pas" in page.words.replace("\u2019", "'")
    (link,) = page.tree.xpath("//section[@aria-labelledby='t-lint']//a/@href")
    assert client.read(link).tree.xpath("//main//li")


def test_pressing_twice_makes_one_version(make: Make, client: Client, session: Session) -> None:
    organisation = desk(make, client)
    draft = changed_draft(make, organisation)
    path = address(organisation, draft)
    form, other = (client.read(path).form(path) for _ in range(2))
    client.send(form, path)
    client.send(form, path)
    client.send(other, path)
    assert session.scalar(select(func.count(ProgrammeVersion.id))) == 2


def test_what_nobody_else_read_is_not_published(make: Make, client: Client) -> None:
    organisation = desk(make, client)
    draft = sent_draft(make, organisation)
    page = client.read(address(organisation, draft))
    assert not page.tree.xpath("//main//form//button")
    with pytest.raises(RuleBroken, match="not approved"):
        publish_draft(
            make.session, draft, act=Act(by=draft.started_by, now=now()), public_id=new_token()
        )


def test_a_page_that_was_open_when_the_draft_was_taken_back(
    make: Make, client: Client, session: Session
) -> None:
    organisation = desk(make, client)
    draft = approved_draft(make, organisation)
    path = address(organisation, draft)
    form = client.read(path).form(path)
    draft.state = DraftState.DRAFT
    page = client.send(form, path, status=422)
    assert page.tree.xpath("//*[@class='errors']")
    assert session.scalar(select(func.count(ProgrammeVersion.id))) == 0


def test_who_wrote_everything_does_not_approve_it_by_letting_somebody_else_send_it(
    make: Make,
) -> None:
    organisation = make.organisation()
    draft = sent_draft(make, organisation)
    writer, sender = draft.started_by, make.member(Role.AUTHOR, organisation)
    draft.sent_by = sender.id
    make.session.flush()
    approve(make.session, draft, words="", act=Act(by=writer, now=now()))
    with pytest.raises(RuleBroken, match="wrote all of it"):
        publish_draft(make.session, draft, act=Act(by=sender.id, now=now()), public_id="x")


def test_a_file_that_changed_after_the_approval(make: Make, session: Session) -> None:
    draft = approved_draft(make, make.organisation())
    draft.revision += 1
    session.flush()
    with pytest.raises(RuleBroken, match="has changed since"):
        publish_draft(session, draft, act=Act(by=draft.started_by, now=now()), public_id="x")


def test_a_draft_without_any_difference_makes_no_version(make: Make, session: Session) -> None:
    organisation = make.organisation()
    first = approved_draft(make, organisation)
    act = Act(by=first.started_by, now=now())
    version = publish_draft(session, first, act=act, public_id=new_token())
    again = approved_draft(make, organisation, files_of_version(session, version.id), version)
    with pytest.raises(RuleBroken, match="Nothing differs from version 1"):
        publish_draft(session, again, act=act, public_id=new_token())


def test_what_must_be_mended_is_not_published(make: Make, session: Session) -> None:
    organisation = make.organisation()
    draft = approved_draft(make, organisation)
    file = session.get_one(DraftFile, (draft.id, ROOTS))
    file.text = "…"
    session.flush()
    with pytest.raises(RuleBroken, match="must be mended first"):
        publish_draft(session, draft, act=Act(by=1, now=now()), public_id="x")


def test_another_organisations_draft_is_not_there(make: Make, client: Client) -> None:
    organisation = desk(make, client)
    draft = approved_draft(make, make.organisation())
    client.read(address(organisation, draft), 404)
    own = approved_draft(make, organisation)
    path = address(organisation, own).replace("/publish", "/changes/modules/none.md")
    client.read(path, 404)


def test_the_list_shows_own_and_open_programmes(
    make: Make, client: Client, session: Session
) -> None:
    organisation = desk(make, client)
    path = f"/orgs/{organisation.slug}/programmes"
    assert "aucun programme" in client.read(path).words
    publish_files(session, small_folder())
    approved_draft(make, make.organisation())
    own = changed_draft(make, organisation)
    page = client.read(path)
    assert [title.text for title in page.tree.xpath("//main//h2")] == [
        "Petit parcours",
        "Petit parcours",
    ]
    assert address(organisation, own) in page.tree.xpath("//main//a/@href")
    assert page.words.count("relectures incomplètes") == 2


def test_a_draft_sent_by_its_author_is_approved_and_published_by_another_one(
    make: Make, session: Session
) -> None:
    organisation = make.organisation()
    draft = sent_draft(make, organisation)
    with pytest.raises(RuleBroken):
        send_for_review(session, draft, act=Act(by=1, now=now()))
    other = make.member(Role.AUTHOR, organisation)
    approve(session, draft, words="", act=Act(by=other.id, now=now()))
    version = publish_draft(session, draft, act=Act(by=other.id, now=now()), public_id="x")
    assert version.number == 1


Statements = Callable[[], AbstractContextManager[list[str]]]


@pytest.mark.parametrize("people", [1, 40])
def test_how_many_statements(
    make: Make, client: Client, statements: Statements, people: int
) -> None:
    organisation = desk(make, client)
    draft = changed_draft(make, organisation)
    version = make.session.get_one(ProgrammeVersion, draft.base_version_id)
    for _number in range(people):
        make.enrolment(make.person(), organisation, version)
    here = f"/orgs/{organisation.slug}/programmes"
    pages = {
        here: 6,
        f"{here}/{version.public_id}/people": 4,
        address(organisation, draft): 11,
        address(organisation, draft).replace("/publish", f"/changes/{ROOTS}"): 6,
        address(organisation, draft).replace("/publish", "/findings/role"): 5,
    }
    for path, most in pages.items():
        client.read(path)
        with statements() as seen:
            client.read(path)
        assert len(seen) <= most, (path, seen)


def test_people_are_read_page_by_page(make: Make, client: Client) -> None:
    organisation = desk(make, client)
    draft = changed_draft(make, organisation)
    version = make.session.get_one(ProgrammeVersion, draft.base_version_id)
    for number in range(30):
        make.enrolment(make.person("Awa", f"Diop {number:02}"), organisation, version)
    path = f"/orgs/{organisation.slug}/programmes/{version.public_id}/people"
    page = client.read(path)
    (after,) = page.tree.xpath("//nav//a[contains(@href, 'after=')]/@href")
    following = client.read(after)
    names = [
        name.strip()
        for shown in (page, following)
        for name in shown.tree.xpath("//main//tbody//th//text()")
        if name.strip()
    ]
    assert len(names) == len(set(names)) == 31
    assert names == sorted(names, key=lambda name: name.split()[1:])
