"""People in front of a server: a cookie jar, a connection for each request, forms sent back."""

from __future__ import annotations

import http.client
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from lxml import html

from lms.demo.rules.cast import PASSWORD

Fields = dict[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    location: str
    body: bytes


@dataclass
class Visitor:
    """Somebody with a browser; another status than the expected one ends the measurement."""

    port: int
    cookies: Fields = field(default_factory=dict)

    def get(self, path: str, status: int = 200) -> Answer:
        """Read a page."""
        return self._request("GET", path, "", status)

    def post(self, path: str, fields: Fields, status: int = 303) -> Answer:
        """Send a form."""
        return self._request("POST", path, urlencode(fields), status)

    def form(self, page: str, action: str = "") -> Fields:
        """The form of a page that goes to `action`, filled in as it came."""
        return form_in(self.get(page), page, action)

    def sign_in(self, address: str) -> None:
        """Through the door, with the password of everybody in the demo."""
        form = self.form("/sign-in")
        self.post("/sign-in", {**form, "email": address, "password": PASSWORD})

    def _request(self, method: str, path: str, body: str, status: int) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status != status:
            raise RuntimeError(f"{method} {path} answered {answer.status} instead of {status}")
        return Answer(answer.status, answer.headers.get("Location", ""), content)


def form_in(answer: Answer, page: str, action: str = "") -> Fields:
    """The fields of the form that goes to `action`, or back to the page itself."""
    wanted = action or urlsplit(page).path
    for form in html.fromstring(answer.body).forms:
        if form.method == "POST" and urlsplit(form.get("action") or page).path == wanted:
            return {name: value for name, value in form.form_values() if value is not None}
    raise RuntimeError(f"{page} has no form to {wanted}")
