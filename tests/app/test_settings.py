"""What the server refuses to start with, each time in one line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from lms.app.factory import create_app
from lms.app.settings import NAMES, SettingRefused, from_environment, new_root_key
from lms.app.start import refuse_unready
from lms.web.database import Application
from tests.conftest import settings_for
from tests.databases import Databases

Environment = dict[str, str]


@pytest.fixture
def production(tmp_path: Path) -> Environment:
    """A complete production environment."""
    key = tmp_path / "root.key"
    key.write_text(new_root_key(demo=False))
    key.chmod(0o600)
    return {
        "SILLAGE_DATA": str(tmp_path),
        "SILLAGE_PUBLIC_URL": "https://sillage.exemple.test",
        "SILLAGE_SMTP": "smtp://localhost",
        "SILLAGE_ROOT_KEY_FILE": str(key),
    }


def test_a_complete_environment_is_accepted(production: Environment) -> None:
    settings = from_environment(production)
    assert settings.production
    assert settings.public_url == "https://sillage.exemple.test"
    assert settings.database.startswith("sqlite:///")


def test_production_is_what_no_mode_means(production: Environment) -> None:
    production["SILLAGE_MODE"] = "demo"
    assert not from_environment(production).production
    del production["SILLAGE_MODE"]
    assert from_environment(production).production


def without(name: str) -> Callable[[Environment, Path], None]:
    return lambda environment, _folder: environment.__delitem__(name)


def having(name: str, value: str) -> Callable[[Environment, Path], None]:
    return lambda environment, _folder: environment.__setitem__(name, value)


def key_of(words: str, mode: int = 0o600) -> Callable[[Environment, Path], None]:
    def spoil(_environment: Environment, folder: Path) -> None:
        (folder / "root.key").write_text(words)
        (folder / "root.key").chmod(mode)

    return spoil


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (having("SILLAGE_COLOUR", "red"), "unknown setting SILLAGE_COLOUR"),
        (without("SILLAGE_PUBLIC_URL"), "SILLAGE_PUBLIC_URL"),
        (having("SILLAGE_PUBLIC_URL", "exemple.test"), "SILLAGE_PUBLIC_URL"),
        (having("SILLAGE_PUBLIC_URL", "https://exemple.test/lms"), "SILLAGE_PUBLIC_URL"),
        (without("SILLAGE_SMTP"), "SILLAGE_SMTP"),
        (having("SILLAGE_SMTP", "mail.exemple.test"), "SILLAGE_SMTP"),
        (having("SILLAGE_TRUSTED_PROXIES", "many"), "SILLAGE_TRUSTED_PROXIES"),
        (having("SILLAGE_TIME_ZONE", "Lyon"), "SILLAGE_TIME_ZONE"),
        (having("SILLAGE_QUEUE", "http://127.0.0.1"), "SILLAGE_QUEUE"),
        (having("SILLAGE_LOG", "yaml"), "SILLAGE_LOG"),
        (having("SILLAGE_FILES", "/srv/files"), "SILLAGE_FILES"),
        (having("SILLAGE_METRICS_TOKEN", "short"), "SILLAGE_METRICS_TOKEN"),
        (having("SILLAGE_ROOT_KEY_FILE", "/nowhere/root.key"), "cannot read /nowhere/root.key"),
        (key_of("demo:" + "ab" * 32), "is a demo key"),
        (key_of("ab" * 31), "does not hold a root key"),
        (key_of("not hexadecimal"), "does not hold a root key"),
        (key_of("ab" * 32, 0o640), "readable by its owner only"),
    ],
)
def test_a_wrong_setting_is_refused_with_its_name(
    production: Environment,
    tmp_path: Path,
    spoil: Callable[[Environment, Path], None],
    said: str,
) -> None:
    spoil(production, tmp_path)
    with pytest.raises(SettingRefused) as refused:
        from_environment(production)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_every_setting_is_in_the_operating_guide() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "operating.md").read_text()
    assert [name for name in sorted(NAMES) if name not in guide] == []


def application(url: str, folder: Path) -> Application:
    return create_app(settings_for(url, folder))


def test_a_database_that_is_not_migrated_is_refused(databases: Databases, tmp_path: Path) -> None:
    app = application(databases.empty(), tmp_path)
    with pytest.raises(SettingRefused, match="lms migrate"):
        refuse_unready(app)
    app.extensions["sillage.engine"].dispose()


def test_a_database_of_another_revision_is_refused(databases: Databases, tmp_path: Path) -> None:
    url = databases.fresh()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    app = application(url, tmp_path)
    with pytest.raises(SettingRefused, match="lms migrate"):
        refuse_unready(app)
    app.extensions["sillage.engine"].dispose()


def test_another_root_key_than_the_first_is_refused(databases: Databases, tmp_path: Path) -> None:
    url = databases.fresh()
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    first = application(url, tmp_path / "first")
    refuse_unready(first)
    refuse_unready(first)
    second = application(url, tmp_path / "second")
    with pytest.raises(SettingRefused, match="not the key that sealed this database"):
        refuse_unready(second)
    for app in (first, second):
        app.extensions["sillage.engine"].dispose()


def test_a_database_that_cannot_be_reached_is_refused(tmp_path: Path) -> None:
    app = application("postgresql+psycopg://nobody@127.0.0.1:1/none", tmp_path)
    with pytest.raises(SettingRefused, match="cannot be reached"):
        refuse_unready(app)
