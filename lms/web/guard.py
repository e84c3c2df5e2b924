"""Who may open which address: every route and method declares a policy, the default is closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.local import LocalProxy

from lms.kernel.actor import Actor, Asked
from lms.web.kept import keep_form

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]
Policy = Callable[[Actor], bool]

UNSAFE_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
PROVED_WITHIN = timedelta(minutes=10)
FILLED_WITHIN = timedelta(minutes=5)
"""A form that was opened in time may be sent this much later, so that nothing typed is lost."""


def _acting() -> Actor:
    found = acting()
    if found is None:
        raise RuntimeError("a view without a signed-in person asked who acts")
    return found


actor: Actor = LocalProxy(_acting)  # type: ignore[assignment]


def acting() -> Actor | None:
    """The person behind the request, or None when nobody is signed in.

    Who still owes the second factor is nobody. Error pages set `g.no_database`: they must come
    even when nobody can be looked up.
    """
    return _signed_in(Asked.NOTHING)


def waiting(*asked: Asked) -> Actor | None:
    """Who has signed in but is still asked for one of these (at the start: for anything)."""
    return _signed_in(*(asked or (Asked.SECOND_FACTOR, Asked.ENROLMENT)))


def keeping_factors() -> Actor | None:
    """Who may change their own second factors: signed in, or led to choose the first one."""
    return acting() or waiting(Asked.ENROLMENT)


def _signed_in(*asked: Asked) -> Actor | None:
    if g.get("no_database"):
        return None
    # Many times a page: through the proxy only once each time.
    user = current_user._get_current_object()
    return user.actor if user.is_authenticated and user.asked in asked else None


def anyone(_actor: Actor) -> bool:
    """Every signed-in person, whatever the hat."""
    return True


def requires(policy: Policy) -> Callable[[View[P]], View[P]]:
    """Open the view to signed-in actors whom `policy` admits; others get sign-in or 403."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            who = acting()
            if who is None:
                return _to_sign_in()
            if not policy(who):
                abort(403)
            return view(*args, **kwargs)

        guarded.policy = policy  # type: ignore[attr-defined]
        return guarded

    return guard


def recently_proved(view: View[P]) -> View[P]:
    """Ask who it is once more when the last proof is old: for what a thief would do first.

    Stands under `requires`. Leads to the page where one confirms, and from there back.
    """

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        unsafe = request.method in UNSAFE_METHODS
        within = PROVED_WITHIN + FILLED_WITHIN if unsafe else PROVED_WITHIN
        # The clock and not lms.web.page.now: that module stands above this one.
        who = keeping_factors() or actor
        if datetime.now(UTC) - who.proved_at > within:
            return _to_confirmation(who)
        return view(*args, **kwargs)

    return guarded


def _to_confirmation(who: Actor) -> ResponseReturnValue:
    if request.headers.get("Accept") == "application/json":
        abort(401)
    back = keep_form(by=who.person_id) or _page_to_return_to()
    return redirect(url_for("accounts.confirm_identity", next=back), 303)


def _page_to_return_to() -> str:
    """This page; for an address that only takes forms, the page that had the form."""
    rule = request.url_rule
    if rule is not None and "GET" in (rule.methods or ()):
        return request.full_path.rstrip("?")
    came_from = urlsplit(request.referrer or "")
    return came_from.path if came_from.netloc == request.host else ""


def while_waiting(view: View[P]) -> View[P]:
    """Open the view to those who are asked for their second factor, and to nobody else."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if waiting(Asked.SECOND_FACTOR):
            return view(*args, **kwargs)
        return redirect(url_for("home.home"), 303) if acting() else _to_sign_in()

    guarded.policy = while_waiting  # type: ignore[attr-defined]
    return guarded


def for_own_factors(view: View[P]) -> View[P]:
    """Open the view to everybody signed in, and to those who are led to choose a factor."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        return view(*args, **kwargs) if keeping_factors() else _to_sign_in()

    guarded.policy = for_own_factors  # type: ignore[attr-defined]
    return guarded


def public(view: View[P]) -> View[P]:
    """Declare that anybody may open the view, signed in or not."""
    view.policy = public  # type: ignore[attr-defined]
    return view


def acting_in(org: str) -> int:
    """The id of the organisation in the address, which must be the one the manager acts in."""
    if actor.organisation_id is None or actor.organisation_slug != org:
        abort(404)
    return actor.organisation_id


def _to_sign_in() -> ResponseReturnValue:
    if request.headers.get("Accept") == "application/json":
        abort(401)
    back = request.full_path.rstrip("?") if request.method == "GET" else keep_form(by=None)
    return redirect(url_for(_door(), next=back), 303)


def _door() -> str:
    """Where somebody goes who may not enter yet."""
    if waiting(Asked.ENROLMENT):
        return "accounts.factors"
    return "accounts.second_factor" if waiting() else "accounts.sign_in"


def after_a_stale_form() -> ResponseReturnValue | None:
    """Where a form goes whose token no longer fits, as after a sign-in in another tab.

    None when nothing of it is kept: what strangers may open, another person's form, a forged one.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "policy", public) is public:
        return None
    who = acting()
    back = keep_form(by=who.person_id if who else None)
    if back is None:
        return None
    return redirect(back if who else url_for("accounts.sign_in", next=back), 303)


def refuse_undeclared(app: Flask) -> None:
    """Stop the start-up when a route has no policy."""
    bare = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not hasattr(app.view_functions[rule.endpoint], "policy") and rule.endpoint != "static"
    ]
    if bare:
        raise RuntimeError(f"routes without a policy: {', '.join(sorted(bare))}")


def refuse_foreign_forms() -> None:
    """Second line behind the form token: a browser says where an unsafe request came from."""
    if request.method not in UNSAFE_METHODS:
        return
    site: Any = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in {"same-origin", "none"}:
        abort(403)
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        abort(403)


def refuse_broken_text() -> None:
    """Addresses holding NUL or lone surrogates name nothing that exists."""
    parts = [request.path, *request.args.values(), *request.args.keys()]
    if any("\x00" in part or not _is_text(part) for part in parts):
        abort(404)


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
