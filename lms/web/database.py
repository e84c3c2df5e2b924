"""The database session of a request: opened when needed, committed when the answer is good."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask, Response, current_app, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from lms.kernel.database import reading
from lms.web.rendering import Templates

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class RequestDatabase:
    """What views use: `db.session` for the request, `db.writing()` for a transaction apart."""

    @property
    def session(self) -> Session:
        """The one session of this request; GET opens it read-only."""
        if "session" not in g:
            g.session = self.factory()
            if request.method in READING_METHODS:
                reading(g.session, each_alone=True)
        session: Session = g.session
        return session

    @property
    def factory(self) -> sessionmaker[Session]:
        """The application's session factory, for streams that outlive the request."""
        factory: sessionmaker[Session] = current_app.extensions["sillage.sessions"]
        return factory

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A small transaction of its own, committed at once (last seen, throttle, sign-in)."""
        with self.factory() as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A short read of its own: used where hashing must not hold a transaction open."""
        with self.factory() as session:
            yield reading(session)

    def let_go(self) -> None:
        """Give up the request's transaction so far: nothing is held while a password is hashed."""
        close_session()

    def after_commit(self, act: Callable[[], None]) -> None:
        """Run `act` once the request's transaction is on disk; dropped when it is refused."""
        g.setdefault("after_commit", []).append(act)


db = RequestDatabase()


class Application(Flask):
    """Flask with one transaction a request: kept when the answer is below 400."""

    jinja_environment = Templates

    def dispatch_request(self) -> ResponseReturnValue:
        answer = self.make_response(super().dispatch_request())
        if "session" in g:
            self._settle(answer)
        return answer

    def _settle(self, answer: Response) -> None:
        if answer.status_code >= 400:
            g.session.rollback()
            return
        g.session.commit()
        for act in g.pop("after_commit", []):
            act()


def close_session(_error: BaseException | None = None) -> None:
    """Give the connection back; whatever was not committed is gone."""
    session = g.pop("session", None)
    if session is None:
        return
    try:
        session.close()
    except DBAPIError:
        # Cut since the last statement: nothing of ours is left on the other side either.
        session.invalidate()
