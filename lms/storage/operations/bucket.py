"""A bucket of an S3-compatible server, for several machines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import parse_qsl, urlsplit

from lms.kernel.refusals import ServiceAway

# An extra of the package: one machine needs none of it.
if TYPE_CHECKING:
    from obstore.store import ClientConfig, S3Store

PATIENCE = "5s"
RETRIES = 2


@dataclass(frozen=True)
class Bucket:
    """`s3://bucket/prefix?endpoint=https://…&region=…`; the keys come from AWS_ACCESS_KEY_ID and
    AWS_SECRET_ACCESS_KEY.
    """

    address: str

    @cached_property
    def _store(self) -> S3Store:
        from obstore.store import S3Store

        parts = urlsplit(self.address)
        asked = dict(parse_qsl(parts.query))
        endpoint = asked.get("endpoint")
        options: ClientConfig = {
            "timeout": PATIENCE,
            "connect_timeout": PATIENCE,
            "allow_http": (endpoint or "").startswith("http://"),
        }
        return S3Store(
            parts.netloc,
            prefix=parts.path.strip("/") or None,
            client_options=options,
            retry_config={"max_retries": RETRIES},
            virtual_hosted_style_request=False,
            endpoint=endpoint,
            region=asked.get("region"),
        )

    def write(self, name: str, content: bytes) -> None:
        """On the server before returning; equal names have equal bytes."""
        with _told():
            self._store.put(name, content)

    def write_from(self, name: str, source: BinaryIO) -> None:
        """The same from an open file."""
        with _told():
            self._store.put(name, source)

    def bytes_of(self, name: str) -> bytes:
        """What is kept."""
        with _told():
            return bytes(self._store.get(name).bytes())

    def part_of(self, name: str, start: int, length: int) -> bytes:
        """Some bytes of what is kept."""
        end = min(start + length, self.size_of(name))
        if end <= start:
            return b""
        with _told():
            return bytes(self._store.get_range(name, start=start, end=end))

    def size_of(self, name: str) -> int:
        """The number of bytes kept."""
        with _told():
            return int(self._store.head(name)["size"])

    def remove(self, name: str) -> None:
        """A missing file is gone."""
        try:
            with _told():
                self._store.delete(name)
        except FileNotFoundError:
            return

    def names(self) -> Iterator[str]:
        """Every name."""
        with _told():
            for some in self._store.list():
                yield from (str(one["path"]).rpartition("/")[2] for one in some)


@contextmanager
def _told() -> Iterator[None]:
    """The library's errors as those that a folder has."""
    from obstore.exceptions import BaseError, NotFoundError

    try:
        yield
    except (NotFoundError, FileNotFoundError) as missing:
        raise FileNotFoundError from missing
    except (BaseError, OSError) as away:
        raise ServiceAway("the store of files does not answer") from away
