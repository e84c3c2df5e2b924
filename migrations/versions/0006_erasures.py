"""Exports, releases, erasures and retention settings."""

import sqlalchemy as sa
from alembic import op

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_exports()
    _make_releases()
    _make_erasures()
    _let_people("'active', 'closed', 'erased'")
    _seal_certificates()


def downgrade() -> None:
    _refuse_downgrade()
    _unseal_certificates()
    _let_people("'active', 'closed'")
    for table in ("unwanted_files", "retention_settings", "erased_people", "erasures"):
        op.drop_table(table)
    op.drop_table("released_texts")
    op.drop_table("release_requests")
    op.drop_table("export_parts")
    op.drop_table("exports")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _make_exports() -> None:
    op.create_table(
        "exports",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column(
            "state", _choice("exportstate_known", "requested", "ready", "failed"), nullable=False
        ),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("attempts", ID, nullable=False),
        sa.Column("next_attempt_at", INSTANT, nullable=False),
        sa.Column("ready_at", INSTANT, nullable=True),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.Column("downloaded_at", INSTANT, nullable=True),
        sa.Column("size", ID, nullable=False),
        sa.Column("parts", ID, nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(state = 'ready') = (expires_at IS NOT NULL)", name=op.f("ck_exports_ready_expires")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_exports_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
        sa.UniqueConstraint("public_id", name=op.f("uq_exports_public_id")),
    )
    op.create_index(op.f("ix_exports_person_id"), "exports", ["person_id"])
    op.create_index(op.f("ix_exports_expires_at"), "exports", ["expires_at"])
    op.create_index("ix_exports_due", "exports", ["state", "next_attempt_at"])
    op.create_index(
        "uq_exports_requested",
        "exports",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("state = 'requested'"),
        postgresql_where=sa.text("state = 'requested'"),
    )
    op.create_table(
        "export_parts",
        sa.Column("export_id", ID, nullable=False),
        sa.Column("attempt", ID, nullable=False),
        sa.Column("number", ID, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["export_id"], ["exports.id"], name=op.f("fk_export_parts_export_id_exports")
        ),
        sa.PrimaryKeyConstraint("export_id", "attempt", "number", name=op.f("pk_export_parts")),
    )


def _make_releases() -> None:
    states = ("asked", "released", "released_in_part", "refused", "gone")
    op.create_table(
        "release_requests",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("participation_id", ID, nullable=False),
        sa.Column("asker_id", ID, nullable=False),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("state", _choice("releasestate_known", *states), nullable=False),
        sa.Column(
            "reason",
            _choice("refusalreason_known", "others", "safety", "not_about"),
            nullable=True,
        ),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "(state = 'refused') = (reason IS NOT NULL)",
            name=op.f("ck_release_requests_refused_has_reason"),
        ),
        sa.CheckConstraint(
            "(state = 'asked') = (answered_at IS NULL)",
            name=op.f("ck_release_requests_answered_has_instant"),
        ),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participations.id"],
            name=op.f("fk_release_requests_participation_id_participations"),
        ),
        sa.ForeignKeyConstraint(
            ["asker_id"], ["people.id"], name=op.f("fk_release_requests_asker_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people.id"], name=op.f("fk_release_requests_author_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_requests")),
        sa.UniqueConstraint("public_id", name=op.f("uq_release_requests_public_id")),
    )
    op.create_index(
        op.f("ix_release_requests_participation_id"), "release_requests", ["participation_id"]
    )
    op.create_index(op.f("ix_release_requests_asker_id"), "release_requests", ["asker_id"])
    op.create_index("ix_release_requests_author", "release_requests", ["author_id", "state"])
    op.create_index(
        "uq_release_requests_open",
        "release_requests",
        ["participation_id"],
        unique=True,
        sqlite_where=sa.text("state = 'asked'"),
        postgresql_where=sa.text("state = 'asked'"),
    )
    op.create_table(
        "released_texts",
        sa.Column("id", ID, nullable=False),
        sa.Column("request_id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["release_requests.id"],
            name=op.f("fk_released_texts_request_id_release_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_released_texts")),
        sa.UniqueConstraint("request_id", name=op.f("uq_released_texts_request_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_released_texts_public_id")),
    )


def _make_erasures() -> None:
    op.create_table(
        "erasures",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column(
            "state", _choice("erasurestate_known", "waiting", "kept", "done"), nullable=False
        ),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_erasures_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_erasures_token_hash")),
    )
    op.create_index("ix_erasures_due", "erasures", ["state", "due_at"])
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "uq_erasures_waiting",
        "erasures",
        ["person_id"],
        unique=True,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_table(
        "erased_people",
        sa.Column("id", ID, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("erased_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erased_people")),
        sa.UniqueConstraint("digest", name=op.f("uq_erased_people_digest")),
    )
    op.create_table(
        "retention_settings",
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("days", ID, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint("days >= 1", name=op.f("ck_retention_settings_days_plausible")),
        sa.PrimaryKeyConstraint("rule", name=op.f("pk_retention_settings")),
    )
    op.create_table(
        "unwanted_files",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_unwanted_files")),
    )


def _let_people(states: str) -> None:
    with op.batch_alter_table("people") as people:
        _exchange(people, "people", "personstate_known", f"state IN ({states})")


def _seal_certificates() -> None:
    with op.batch_alter_table("certificates") as certificates:
        certificates.add_column(sa.Column("file_kept_as", sa.String()))
        certificates.add_column(sa.Column("file_key", sa.LargeBinary()))
        certificates.add_column(sa.Column("name_erased_at", INSTANT))
        _exchange(
            certificates,
            "certificates",
            "filestate_known",
            "file_state IN ('requested', 'ready', 'erased')",
        )
        _exchange(
            certificates,
            "certificates",
            "ready_has_file",
            "file_state = 'erased' OR (file_state = 'ready') = (file_sha256 IS NOT NULL)",
        )
    # Documents drawn so far lie unsealed in the store: the worker seals them, some at a time.
    unsealed = sa.text("file_state = 'ready' AND file_kept_as IS NULL")
    op.create_index(
        "ix_certificates_unsealed",
        "certificates",
        ["id"],
        sqlite_where=unsealed,
        postgresql_where=unsealed,
    )


def _unseal_certificates() -> None:
    op.drop_index("ix_certificates_unsealed", "certificates")
    with op.batch_alter_table("certificates") as certificates:
        _exchange(
            certificates, "certificates", "filestate_known", "file_state IN ('requested', 'ready')"
        )
        _exchange(
            certificates,
            "certificates",
            "ready_has_file",
            "(file_state = 'ready') = (file_sha256 IS NOT NULL)",
        )
        certificates.drop_column("name_erased_at")
        certificates.drop_column("file_key")
        certificates.drop_column("file_kept_as")


def _exchange(batch, table: str, name: str, condition: str) -> None:
    batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
    batch.create_check_constraint(op.f(f"ck_{table}_{name}"), sa.text(condition))


def _refuse_downgrade() -> None:
    sealed = sa.text("SELECT count(*) FROM certificates WHERE file_kept_as IS NOT NULL")
    erased = sa.text("SELECT count(*) FROM people WHERE state = 'erased'")
    if op.get_bind().scalar(sealed) or op.get_bind().scalar(erased):
        raise RuntimeError(
            "documents are sealed or people erased: the version before knows neither"
        )
