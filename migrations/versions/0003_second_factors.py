"""Second factors and what they leave behind."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATES = sa.Enum(
    "pending",
    "open",
    name="signinstate_known",
    native_enum=False,
    create_constraint=True,
    length=24,
)
ASKED = {
    "second_factor_trainees": sa.false(),
    "second_factor_supervisors": sa.true(),
    "second_factor_managers": sa.true(),
}


def upgrade() -> None:
    _factors()
    _sign_ins()
    _organisations()


def _factors() -> None:
    op.create_table(
        "authenticator_apps",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", ID, nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("last_used_at", INSTANT),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_authenticator_apps_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authenticator_apps")),
        sa.UniqueConstraint("person_id", name=op.f("uq_authenticator_apps_person_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_authenticator_apps_public_id")),
    )
    op.create_table(
        "passkeys",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("credential", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", ID, nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("last_used_at", INSTANT),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_passkeys_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_passkeys_public_id")),
    )
    op.create_index(op.f("ix_passkeys_person_id"), "passkeys", ["person_id"])
    op.create_table(
        "recovery_codes",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_recovery_codes_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_codes_code_hash")),
    )
    op.create_index(op.f("ix_recovery_codes_person_id"), "recovery_codes", ["person_id"])
    op.create_table(
        "spent_challenges",
        sa.Column("challenge", sa.String(), nullable=False),
        sa.Column("spent_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("challenge", name=op.f("pk_spent_challenges")),
    )
    op.create_index(op.f("ix_spent_challenges_spent_at"), "spent_challenges", ["spent_at"])


def _sign_ins() -> None:
    """Sessions that are open stay so, proved when they were opened."""
    with op.batch_alter_table("sign_ins") as table:
        table.add_column(sa.Column("state", STATES, nullable=False, server_default="open"))
        table.add_column(sa.Column("proved_at", INSTANT))
        table.add_column(sa.Column("second_factor_at", INSTANT))
    op.execute("UPDATE sign_ins SET proved_at = created_at")
    with op.batch_alter_table("sign_ins") as table:
        table.alter_column("state", existing_type=STATES, server_default=None)
        table.alter_column("proved_at", existing_type=INSTANT, nullable=False)


def _organisations() -> None:
    """Real places ask it of supervisors and managers from now on; fictitious ones of nobody."""
    with op.batch_alter_table("organisations") as table:
        for name, asked in ASKED.items():
            column = sa.Column(name, sa.Boolean(), nullable=False, server_default=asked)
            table.add_column(column)
    for name in ASKED:
        op.execute(f"UPDATE organisations SET {name} = false WHERE specimen")  # noqa: S608
    with op.batch_alter_table("organisations") as table:
        for name in ASKED:
            table.alter_column(name, existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("organisations") as table:
        for name in ASKED:
            table.drop_column(name)
    with op.batch_alter_table("sign_ins") as table:
        table.drop_constraint(op.f("ck_sign_ins_signinstate_known"), type_="check")
        for name in ("second_factor_at", "proved_at", "state"):
            table.drop_column(name)
    op.drop_table("spent_challenges")
    op.drop_table("recovery_codes")
    op.drop_table("passkeys")
    op.drop_table("authenticator_apps")
