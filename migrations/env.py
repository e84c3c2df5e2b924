"""Runs the migrations on SQLite and PostgreSQL."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, create_engine, event, pool, text
from sqlalchemy.engine.interfaces import DBAPIConnection

from lms.app.tables import metadata


def run() -> None:
    """Migrate in one transaction: killed at any statement, the database is what it was."""
    url = context.config.get_main_option("sqlalchemy.url")
    if url is None:
        raise RuntimeError("no database to migrate")
    engine = create_engine(url, poolclass=pool.NullPool)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    with engine.connect() as connection:
        _migrate(connection)


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    # Left to itself, Python's driver opens no transaction before a change of tables.
    connection.isolation_level = None
    cursor = connection.cursor()
    # A batch would delete cascading rows; inside a transaction this pragma would be ignored.
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            broken = connection.execute(text("PRAGMA foreign_key_check")).all()
            if broken:
                raise RuntimeError(f"the migration left {len(broken)} rows without their parent")


run()
