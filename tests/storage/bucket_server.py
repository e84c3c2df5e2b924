"""An S3 server on loopback, as a process of this test run."""

from __future__ import annotations

import logging
import os
from itertools import count
from types import TracebackType
from urllib.request import Request, urlopen

from moto.server import ThreadedMotoServer

REGION = "us-east-1"


class BucketServer:
    """Buckets in memory; the keys of the environment open them."""

    def __init__(self) -> None:
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self._numbers = count()

    def __enter__(self) -> BucketServer:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        os.environ.setdefault("AWS_ACCESS_KEY_ID", "test")
        os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "test")
        self._server.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._server.stop()

    @property
    def endpoint(self) -> str:
        """Where it answers."""
        host, port = self._server.get_host_and_port()
        return f"http://{host}:{port}"

    def new_bucket(self) -> str:
        """The address of an empty bucket, as the setting takes it."""
        name = f"sillage-{next(self._numbers)}"
        asked = Request(f"{self.endpoint}/{name}", method="PUT")  # noqa: S310 - our own server
        with urlopen(asked, timeout=10) as answer:  # noqa: S310
            assert answer.status == 200
        return f"s3://{name}/documents?endpoint={self.endpoint}&region={REGION}"
