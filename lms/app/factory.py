"""create_app: settings in, a Flask application out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask_compress import Compress
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from lms.app.kept_forms import KeptForms
from lms.app.navigation import navigation
from lms.app.rooms import BLUEPRINTS, load_signed_in
from lms.app.settings import Settings, from_environment
from lms.kernel.database import make_engine, make_sessions
from lms.kernel.keys import Keys
from lms.web import assets, errors, guard, headers, i18n, reference, rendering
from lms.web.bodies import whole_bodies, widen
from lms.web.database import Application, close_session

ROOT = Path(__file__).parents[2]
BODY_LIMIT = 256 * 1024
TRANSLATIONS = Path(__file__).parents[1] / "web" / "translations"
ASSETS_AGE = timedelta(days=365)


def create_app(settings: Settings | None = None) -> Application:
    """The application, ready to serve; the database is only touched by requests."""
    settings = settings or from_environment()
    app = Application("lms", template_folder=str(ROOT / "templates"), static_folder=None)
    _configure(app, settings)
    app.extensions["sillage.settings"] = settings
    app.extensions["sillage.keys"] = Keys(settings.root_key, settings.previous_root_key)
    app.extensions["sillage.engine"] = make_engine(settings.database)
    app.extensions["sillage.sessions"] = make_sessions(app.extensions["sillage.engine"])
    app.extensions["sillage.kept_forms"] = KeptForms()
    _install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    guard.refuse_undeclared(app)
    _wrap(app, settings)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    secure = settings.public_url.startswith("https://")
    cookies = Keys(settings.root_key, settings.previous_root_key).derive_each("cookies")
    app.config.update(
        SECRET_KEY=cookies[0],
        # Nobody is signed out while the root key is exchanged.
        SECRET_KEY_FALLBACKS=list(cookies[1:]),
        TIME_ZONE=settings.time_zone,
        # Browsers drop the __Host- prefix on a plain address.
        SESSION_COOKIE_NAME="__Host-sillage" if secure else "sillage",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=BODY_LIMIT,
        MAX_FORM_MEMORY_SIZE=BODY_LIMIT,
        MAX_FORM_PARTS=500,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        BABEL_TRANSLATION_DIRECTORIES=str(TRANSLATIONS),
        COMPRESS_MIMETYPES=["text/html", "application/json"],
        COMPRESS_ALGORITHM=["gzip"],
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    logging.getLogger("sillage").setLevel(logging.INFO)


def _install(app: Flask) -> None:
    # Before the token is judged: nothing of another site's form may be kept.
    app.before_request(guard.refuse_foreign_forms)
    app.before_request(widen)
    CSRFProtect(app)
    Compress(app)
    # Its context processor would look the person up on pages that need nobody.
    login = LoginManager(app, add_context_processor=False)
    login.session_protection = None
    login.user_loader(load_signed_in)
    reference.install(app)
    rendering.install(app)
    i18n.install(app)
    errors.install(app)
    headers.install(app)
    app.before_request(guard.refuse_broken_text)
    app.teardown_request(close_session)
    app.jinja_env.globals["asset"] = assets.asset
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    who = guard.acting()
    seen = who or guard.waiting()
    return {
        "actor": who,
        "waiting": seen is not None and who is None,
        "nav": navigation(who),
        "lang": i18n.language(),
        "theme": seen.theme if seen else "",
        "text_size": seen.text_size if seen else "",
        "form_failed": False,
    }


def _wrap(app: Flask, settings: Settings) -> None:
    proxies = settings.trusted_proxies
    inner: Any = whole_bodies(app.wsgi_app)
    inner = assets.StaticFiles(
        inner,
        root=str(assets.FOLDER),
        prefix="static/",
        max_age=int(ASSETS_AGE.total_seconds()),
        allow_all_origins=False,
        mimetypes={".svg": "image/svg+xml; charset=utf-8"},
        add_headers_function=_static_headers(settings),
    )
    if proxies:
        inner = ProxyFix(inner, x_for=proxies, x_proto=proxies, x_host=proxies)
    app.wsgi_app = inner  # type: ignore[method-assign]


def _static_headers(settings: Settings) -> Callable[[Any, str, str], None]:
    always = {
        **headers.ALWAYS,
        **(headers.OVER_HTTPS if settings.public_url.startswith("https://") else {}),
        "Cache-Control": f"public, max-age={int(ASSETS_AGE.total_seconds())}, immutable",
    }

    def add(static: Any, _path: str, _url: str) -> None:
        for name, words in always.items():
            static[name] = words

    return add
