"""Settings from the environment, read once, refused with one clear line."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lms.kernel.keys import ROOT_KEY_BYTES
from lms.storage.operations import Bucket, Folder, Store

PREFIX = "SILLAGE_"
DEMO_MARK = "demo:"
LEAST_TOKEN = 24
NAMES = frozenset(
    {
        "SILLAGE_MODE",
        "SILLAGE_DATA",
        "SILLAGE_DATABASE",
        "SILLAGE_PUBLIC_URL",
        "SILLAGE_ROOT_KEY_FILE",
        "SILLAGE_PREVIOUS_ROOT_KEY_FILE",
        "SILLAGE_BACKUP_KEY_FILE",
        "SILLAGE_TRUSTED_PROXIES",
        "SILLAGE_SMTP",
        "SILLAGE_MAIL_FROM",
        "SILLAGE_TIME_ZONE",
        "SILLAGE_FILES",
        "SILLAGE_QUEUE",
        "SILLAGE_LOG",
        "SILLAGE_METRICS_TOKEN",
        "SILLAGE_JOURNAL_ANCHOR",
    }
)


class SettingRefused(Exception):
    """A setting is missing or wrong; the message is one line for whoever starts the server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that the environment decides."""

    production: bool
    data: Path
    database: str
    public_url: str
    root_key: bytes
    previous_root_key: bytes | None = None
    """The root key before, while `lms keys rotate` wraps everything again."""
    backup_key: bytes | None = None
    """What backups are encrypted under; without one, a key derived from the root key."""
    trusted_proxies: int
    smtp: str
    """`smtp://user:password@host:587` (STARTTLS), `smtps://…`; empty writes .eml files."""
    mail_from: str
    time_zone: str
    store: str
    """`s3://bucket?endpoint=…&region=…` where several machines share files; empty is a folder."""
    queue: str
    """`redis://…` where several machines share one; empty keeps it in a file."""
    log: str
    """`json`, one object a line, or `plain`."""
    metrics_token: str
    """What a monitor must show to read /metrics; empty closes it."""
    journal_anchor: Path
    """Where the signed head of the journal is appended each hour."""

    @property
    def files(self) -> Store:
        """Where immutable documents are kept."""
        return _bucket(self.store) if self.store else Folder(self.data / "files")


@cache
def _bucket(address: str) -> Bucket:
    # One for the process: it keeps its connections.
    return Bucket(address)


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings; `SettingRefused` with one line when one is missing, wrong or unknown."""
    env = dict(os.environ if environment is None else environment)
    unknown = sorted(n for n in env if n.startswith(PREFIX) and n not in NAMES)
    unknown = [name for name in unknown if not name.startswith("SILLAGE_TEST_")]
    if unknown:
        raise SettingRefused(f"unknown setting {unknown[0]} (known: {', '.join(sorted(NAMES))})")
    production = env.get("SILLAGE_MODE", "production") != "demo"
    data = Path(env.get("SILLAGE_DATA", "var")).resolve()
    return Settings(
        production=production,
        data=data,
        database=env.get("SILLAGE_DATABASE", f"sqlite:///{data}/sillage.db"),
        public_url=_public_url(env, production),
        root_key=_root_key(env, data, production),
        previous_root_key=_further_key(env, "SILLAGE_PREVIOUS_ROOT_KEY_FILE", production),
        backup_key=_further_key(env, "SILLAGE_BACKUP_KEY_FILE", production),
        trusted_proxies=_number(env, "SILLAGE_TRUSTED_PROXIES", 0),
        smtp=_smtp(env, production),
        mail_from=env.get("SILLAGE_MAIL_FROM", "Sillage <ne-pas-repondre@localhost>"),
        time_zone=_time_zone(env.get("SILLAGE_TIME_ZONE", "Europe/Paris")),
        store=_store(env.get("SILLAGE_FILES", "")),
        queue=_queue(env.get("SILLAGE_QUEUE", "")),
        log=_log(env.get("SILLAGE_LOG", "json" if production else "plain")),
        metrics_token=_metrics_token(env.get("SILLAGE_METRICS_TOKEN", "")),
        journal_anchor=Path(env.get("SILLAGE_JOURNAL_ANCHOR", data / "journal-anchors.jsonl")),
    )


def new_root_key(*, demo: bool) -> str:
    """The text of a fresh key file; a demo key says so and is refused in production."""
    return (DEMO_MARK if demo else "") + os.urandom(ROOT_KEY_BYTES).hex() + "\n"


def _public_url(env: Mapping[str, str], production: bool) -> str:
    url = env.get("SILLAGE_PUBLIC_URL", "" if production else "http://127.0.0.1:8000")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path not in {"", "/"}:
        raise SettingRefused("SILLAGE_PUBLIC_URL: the public address, such as https://example.org")
    return f"{parts.scheme}://{parts.netloc}"


def _root_key(env: Mapping[str, str], data: Path, production: bool) -> bytes:
    name = "SILLAGE_ROOT_KEY_FILE"
    return _key_in(name, Path(env.get(name, data / "root.key")), production)


def _further_key(env: Mapping[str, str], name: str, production: bool) -> bytes | None:
    return _key_in(name, Path(env[name]), production) if env.get(name) else None


def _key_in(name: str, path: Path, production: bool) -> bytes:
    try:
        words = path.read_text().strip()
        mode = stat.S_IMODE(path.stat().st_mode)
    except OSError:
        raise SettingRefused(f"{name}: cannot read {path} (make one: lms new-key FILE)") from None
    if mode & 0o077:
        raise SettingRefused(f"{name}: {path} must be readable by its owner only")
    if production and words.startswith(DEMO_MARK):
        raise SettingRefused(f"{name}: {path} is a demo key, never for real data")
    try:
        key = bytes.fromhex(words.removeprefix(DEMO_MARK))
    except ValueError:
        key = b""
    if len(key) != ROOT_KEY_BYTES:
        raise SettingRefused(f"{name}: {path} does not hold a root key")
    return key


def _smtp(env: Mapping[str, str], production: bool) -> str:
    url = env.get("SILLAGE_SMTP", "")
    if production and not url:
        raise SettingRefused("SILLAGE_SMTP: the mail server, such as smtp://user:secret@host:587")
    if url and urlsplit(url).scheme not in {"smtp", "smtps"}:
        raise SettingRefused("SILLAGE_SMTP: begins with smtp:// or smtps://")
    return url


def _number(env: Mapping[str, str], name: str, otherwise: int) -> int:
    words = env.get(name, str(otherwise))
    if not words.isdecimal() or int(words) > 10:
        raise SettingRefused(f"{name}: a number from 0 to 10")
    return int(words)


def _time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise SettingRefused("SILLAGE_TIME_ZONE: a zone such as Europe/Paris") from None
    return name


def _store(address: str) -> str:
    parts = urlsplit(address)
    if address and (parts.scheme != "s3" or not parts.netloc):
        raise SettingRefused("SILLAGE_FILES: such as s3://bucket?endpoint=https://…&region=…")
    return address


def _queue(url: str) -> str:
    if url and urlsplit(url).scheme not in {"redis", "rediss", "unix"}:
        raise SettingRefused("SILLAGE_QUEUE: begins with redis://, rediss:// or unix://")
    return url


def _log(shape: str) -> str:
    if shape not in {"json", "plain"}:
        raise SettingRefused("SILLAGE_LOG: json or plain")
    return shape


def _metrics_token(token: str) -> str:
    if token and (len(token) < LEAST_TOKEN or not token.isascii()):
        raise SettingRefused(f"SILLAGE_METRICS_TOKEN: at least {LEAST_TOKEN} plain signs")
    return token
