"""Security headers on every answer, and no shared copy of private pages."""

from __future__ import annotations

from flask import Flask, Response, request

POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; "
    "object-src 'none'; frame-ancestors 'none'"
)

ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # "no-referrer" would make browsers send "Origin: null" with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""What pages and static files carry alike."""
OF_PAGES = {**ALWAYS, "X-Robots-Tag": "noindex"}
OVER_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}
"""Without includeSubDomains: names below the site's own are not ours to bind."""


def install(app: Flask) -> None:
    """Add the headers after every request."""
    app.after_request(_protect)


def _protect(answer: Response) -> Response:
    # No view sets one of these itself: nothing needs to be looked for and replaced.
    answer.headers.extend(OF_PAGES)
    if request.is_secure:
        answer.headers.update(OVER_HTTPS)
    if "Cache-Control" not in answer.headers:
        answer.headers["Cache-Control"] = "no-store"
    return answer
