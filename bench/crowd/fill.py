"""Filling a database that already holds the demo: the order, and the way around slow checks."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, func, select, text

from bench.crowd.cohorts import gather
from bench.crowd.lines import Crowd, lay
from bench.crowd.people import bring
from bench.crowd.supervision import supervise
from bench.crowd.training import train
from lms.kernel.base import Base


def fill(engine: Engine, people: int) -> None:
    """So many people in training, with those who accompany them and all that they have done."""
    with engine.connect() as connection:
        _trust(connection)
        lay(connection, people)
        crowd = Crowd(connection, people)
        for act in (bring, train, supervise, gather):
            act(crowd)
        connection.commit()
        _go_on_counting(connection)
        connection.commit()
    tidy(engine)


def tidy(engine: Engine) -> None:
    """What autovacuum would have done, had it been waited for."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _trust(connection: Connection) -> None:
    """Foreign keys are not checked row by row: millions of rows fit by the way they are made."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET session_replication_role = replica"))


def _go_on_counting(connection: Connection) -> None:
    """PostgreSQL's sequences continue after the ids that were given by hand."""
    if connection.dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        sequence = "id" in table.c and connection.scalar(
            select(func.pg_get_serial_sequence(table.name, "id"))
        )
        last = sequence and connection.scalar(select(func.max(table.c.id)))
        if last:
            connection.execute(select(func.setval(sequence, last)))
