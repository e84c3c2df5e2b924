"""What every page is made with: templates, addresses without values, the signer of its cookie."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from flask import Flask, has_request_context, request
from flask.sessions import SecureCookieSessionInterface
from flask.templating import Environment
from itsdangerous import URLSafeTimedSerializer


class Templates(Environment):
    """Globals are settled before the first page: a plain dict, where Jinja walks a chain of two.

    Every import in a template compares its globals with the page's, name by name.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The environment's globals under those of the template."""
        return {**self.globals, **(d or {})}


class Cookies(SecureCookieSessionInterface):
    """The session cookie, signed by one serializer: Flask makes two for each request."""

    _signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The keys are those of the start; exchanging them restarts the server."""
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer


def install(app: Flask) -> None:
    """Sign cookies, and put addresses without values together once: a page has a dozen of them."""
    known: dict[tuple[str, str | None, str], str] = {}

    def url_for(endpoint: str, **values: Any) -> str:
        if values or not has_request_context():
            return app.url_for(endpoint, **values)
        room = request.blueprint if endpoint.startswith(".") else None
        key = endpoint, room, request.script_root
        if key not in known:
            known[key] = app.url_for(endpoint)
        return known[key]

    app.jinja_env.globals["url_for"] = url_for
    app.session_interface = Cookies()
