"""Figures for a monitor (Prometheus), behind a token: no person, no organisation, only amounts."""

from __future__ import annotations

import hmac
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, current_app, g, request
from flask.typing import ResponseReturnValue

from lms.app.backlog import backlog
from lms.app.settings import Settings
from lms.web.database import Application, db
from lms.web.guard import public
from lms.web.page import now

# Read at its first import, and only by servers that somebody watches.
if TYPE_CHECKING:
    from prometheus_client import Metric

bp = Blueprint("metrics", __name__)
COUNTED = "sillage.metrics"
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


@bp.get("/metrics")
@public
def metrics() -> ResponseReturnValue:
    """Everything counted by every worker, and what waits; 404 without the token."""
    settings: Settings = current_app.extensions["sillage.settings"]
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.metrics_token or not _same(given, settings.metrics_token):
        abort(404)
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    registry.register(Waiting())
    return Response(generate_latest(registry), content_type=PROMETHEUS)


def count_requests(app: Application) -> None:
    """Count answers and their times, if a token is set; call once, before the server forks."""
    settings: Settings = app.extensions["sillage.settings"]
    if not settings.metrics_token:
        return
    folder = _fresh(settings.data / "metrics")
    # The library asks the environment where the workers meet, at its import.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    from prometheus_client import CollectorRegistry, Counter, Histogram

    registry = CollectorRegistry()
    answers = Counter(
        "sillage_answers",
        "Answers by endpoint, method and status.",
        ("endpoint", "method", "status"),
        registry=registry,
    )
    seconds = Histogram(
        "sillage_answer_seconds", "Time of an answer.", buckets=SECONDS, registry=registry
    )

    @app.after_request
    def counted(answer: Response) -> Response:
        answers.labels(request.endpoint or "", request.method, answer.status_code).inc()
        if "begun" in g:
            seconds.observe(perf_counter() - g.begun)
        return answer


class Waiting:
    """What waits in the database now, asked at each reading."""

    def collect(self) -> Iterator[Metric]:
        """One gauge a figure."""
        from prometheus_client.core import GaugeMetricFamily

        with db.reading() as session:
            figures = backlog(session, now=now())
        for name, (words, amount) in figures.items():
            yield GaugeMetricFamily(f"sillage_{name}", words, value=amount)


def _same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode(), token.encode())


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
