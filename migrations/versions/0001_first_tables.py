"""The first tables of every room."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "form_keys",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("used_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_form_keys")),
    )
    op.create_index(op.f("ix_form_keys_used_at"), "form_keys", ["used_at"], unique=False)

    op.create_table(
        "frameworks",
        sa.Column("id", ID, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("domains", DOCUMENT, nullable=False),
        sa.Column("imported_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frameworks")),
        sa.UniqueConstraint("digest", name=op.f("uq_frameworks_digest")),
    )
    op.create_table(
        "journal_entries",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor_id", ID, nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("organisation_id", ID, nullable=True),
        sa.Column("about_person_id", ID, nullable=True),
        sa.Column("details", DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entries")),
    )
    op.create_index(
        op.f("ix_journal_entries_about_person_id"),
        "journal_entries",
        ["about_person_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_journal_entries_actor_id"), "journal_entries", ["actor_id"], unique=False
    )
    op.create_index(op.f("ix_journal_entries_at"), "journal_entries", ["at"], unique=False)
    op.create_index(
        "ix_journal_entries_subject",
        "journal_entries",
        ["subject_kind", "subject_id"],
        unique=False,
    )

    op.create_table(
        "letters",
        sa.Column("id", ID, nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("to_address", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("words", DOCUMENT, nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "sent",
                "given_up",
                name="letterstate_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("attempts", ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("next_attempt_at", INSTANT, nullable=False),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("message_id", name=op.f("uq_letters_message_id")),
    )
    op.create_index("ix_letters_due", "letters", ["state", "next_attempt_at"], unique=False)

    op.create_table(
        "organisations",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "hospital",
                "association",
                "training_body",
                name="organisationkind_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("nda_number", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("signatory_name", sa.String(), nullable=False),
        sa.Column("signatory_function", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("territory", sa.String(), nullable=False),
        sa.Column("specimen", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "length(prefix) BETWEEN 2 AND 8", name=op.f("ck_organisations_prefix_short")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("prefix", name=op.f("uq_organisations_prefix")),
        sa.UniqueConstraint("public_id", name=op.f("uq_organisations_public_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisations_slug")),
    )
    op.create_table(
        "people",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("family_name", sa.String(), nullable=False),
        sa.Column("screen_name", sa.String(), nullable=False),
        sa.Column("printed_name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "active",
                "closed",
                name="personstate_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("text_size", sa.String(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email_key", name=op.f("uq_people_email_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_people_public_id")),
    )
    op.create_table(
        "programmes",
        sa.Column("id", ID, nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmes")),
        sa.UniqueConstraint("slug", name=op.f("uq_programmes_slug")),
    )
    op.create_table(
        "root_checks",
        sa.Column("id", ID, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_root_checks")),
    )
    op.create_table(
        "throttles",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("tries", ID, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttles")),
    )
    op.create_index(op.f("ix_throttles_since"), "throttles", ["since"], unique=False)

    op.create_table(
        "address_changes",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("new_token_hash", sa.String(), nullable=False),
        sa.Column("old_token_hash", sa.String(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("new_confirmed_at", INSTANT, nullable=True),
        sa.Column("old_confirmed_at", INSTANT, nullable=True),
        sa.Column("effective_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_address_changes_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_changes")),
        sa.UniqueConstraint("new_token_hash", name=op.f("uq_address_changes_new_token_hash")),
        sa.UniqueConstraint("old_token_hash", name=op.f("uq_address_changes_old_token_hash")),
    )
    op.create_index(
        op.f("ix_address_changes_effective_at"), "address_changes", ["effective_at"], unique=False
    )
    op.create_index(
        "uq_address_changes_open",
        "address_changes",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )

    op.create_table(
        "drafts",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_drafts_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint(
            "person_id", "form", "subject", name=op.f("uq_drafts_person_id_form_subject")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_drafts_public_id")),
    )
    op.create_index(op.f("ix_drafts_expires_at"), "drafts", ["expires_at"], unique=False)

    op.create_table(
        "number_series",
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("year", ID, nullable=False),
        sa.Column("last", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_number_series_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "year", name=op.f("pk_number_series")),
    )
    op.create_table(
        "password_resets",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_password_resets_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_resets")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_password_resets_token_hash")),
    )
    op.create_index(
        op.f("ix_password_resets_person_id"), "password_resets", ["person_id"], unique=False
    )

    op.create_table(
        "person_keys",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_person_keys_person_id_people")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person_keys")),
    )
    op.create_table(
        "programme_versions",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("programme_id", ID, nullable=False),
        sa.Column("framework_id", ID, nullable=False),
        sa.Column("number", ID, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("title", DOCUMENT, nullable=False),
        sa.Column("sheet", DOCUMENT, nullable=False),
        sa.Column("rules", DOCUMENT, nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["framework_id"],
            ["frameworks.id"],
            name=op.f("fk_programme_versions_framework_id_frameworks"),
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programmes.id"],
            name=op.f("fk_programme_versions_programme_id_programmes"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_versions")),
        sa.UniqueConstraint("digest", name=op.f("uq_programme_versions_digest")),
        sa.UniqueConstraint(
            "programme_id", "number", name=op.f("uq_programme_versions_programme_id_number")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_programme_versions_public_id")),
    )
    op.create_table(
        "sign_ins",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "trainee",
                "supervisor",
                "manager",
                name="role_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("organisation_id", ID, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("last_seen_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_sign_ins_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_sign_ins_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sign_ins_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
    )
    op.create_index("ix_sign_ins_person", "sign_ins", ["person_id", "revoked_at"], unique=False)

    op.create_table(
        "sites",
        sa.Column("id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_sites_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
        sa.UniqueConstraint("id", "organisation_id", name=op.f("uq_sites_id_organisation_id")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_sites_organisation_id_name")),
    )
    op.create_table(
        "supervision_sessions",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("supervisor_id", ID, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "individual",
                "group",
                name="sessionkind_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "mode",
            sa.Enum(
                "video",
                "telephone",
                "on_site",
                name="sessionmode_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("logged_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["supervisor_id"],
            ["people.id"],
            name=op.f("fk_supervision_sessions_supervisor_id_people"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_sessions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_supervision_sessions_public_id")),
    )
    op.create_index(
        "ix_supervision_sessions_list",
        "supervision_sessions",
        ["supervisor_id", "held_on", "id"],
        unique=False,
    )

    op.create_table(
        "invitations",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "trainee",
                "supervisor",
                "manager",
                name="role_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("family_name", sa.String(), nullable=False),
        sa.Column("sort_name", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "accepted",
                "cancelled",
                name="invitationstate_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("invited_by", ID, nullable=True),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("accepted_by", ID, nullable=True),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["accepted_by"], ["people.id"], name=op.f("fk_invitations_accepted_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_invitations_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "organisation_id"],
            ["sites.id", "sites.organisation_id"],
            name=op.f("fk_invitations_site_id_sites"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("public_id", name=op.f("uq_invitations_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_index(
        "ix_invitations_list",
        "invitations",
        ["organisation_id", "state", "sort_name", "id"],
        unique=False,
    )
    op.create_index(
        "uq_invitations_pending",
        "invitations",
        ["organisation_id", "email_key", "role"],
        unique=True,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )

    op.create_table(
        "memberships",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "trainee",
                "supervisor",
                "manager",
                name="role_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "active",
                "ended",
                name="membershipstate_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("sort_name", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_memberships_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_memberships_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "organisation_id"],
            ["sites.id", "sites.organisation_id"],
            name=op.f("fk_memberships_site_id_sites"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint(
            "id",
            "organisation_id",
            "person_id",
            name=op.f("uq_memberships_id_organisation_id_person_id"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_memberships_public_id")),
    )
    op.create_index("ix_memberships_person", "memberships", ["person_id", "state"], unique=False)
    op.create_index(
        "ix_memberships_roster",
        "memberships",
        ["organisation_id", "role", "sort_name", "id"],
        unique=False,
    )
    op.create_index(
        "uq_memberships_living",
        "memberships",
        ["person_id", "organisation_id", "role"],
        unique=True,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )

    op.create_table(
        "modules",
        sa.Column("id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("position", ID, nullable=False),
        sa.Column("title", DOCUMENT, nullable=False),
        sa.Column("sheet", DOCUMENT, nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["programme_versions.id"],
            name=op.f("fk_modules_version_id_programme_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_modules")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_modules_version_id_position")),
        sa.UniqueConstraint("version_id", "slug", name=op.f("uq_modules_version_id_slug")),
    )
    op.create_table(
        "activities",
        sa.Column("id", ID, nullable=False),
        sa.Column("module_id", ID, nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("position", ID, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "text",
                "situation",
                "reflection",
                "check",
                name="activitykind_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("minutes", ID, nullable=False),
        sa.Column("title", DOCUMENT, nullable=False),
        sa.Column("sheet", DOCUMENT, nullable=False),
        sa.CheckConstraint(
            "minutes BETWEEN 1 AND 240", name=op.f("ck_activities_minutes_plausible")
        ),
        sa.ForeignKeyConstraint(
            ["module_id"], ["modules.id"], name=op.f("fk_activities_module_id_modules")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
        sa.UniqueConstraint("module_id", "position", name=op.f("uq_activities_module_id_position")),
        sa.UniqueConstraint("module_id", "slug", name=op.f("uq_activities_module_id_slug")),
    )
    op.create_table(
        "agreements",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("supervisor_membership_id", ID, nullable=False),
        sa.Column("supervisor_id", ID, nullable=False),
        sa.Column("trainee_membership_id", ID, nullable=False),
        sa.Column("trainee_id", ID, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "active",
                "declined",
                "ended",
                name="agreementstate_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("proposed_by", ID, nullable=False),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.Column("supervisor_accepted_at", INSTANT, nullable=True),
        sa.Column("trainee_accepted_at", INSTANT, nullable=True),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_agreements_dates_in_order")
        ),
        sa.CheckConstraint("supervisor_id <> trainee_id", name=op.f("ck_agreements_two_people")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_agreements_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_membership_id", "organisation_id", "supervisor_id"],
            ["memberships.id", "memberships.organisation_id", "memberships.person_id"],
            name="fk_agreements_supervisor_memberships",
        ),
        sa.ForeignKeyConstraint(
            ["trainee_membership_id", "organisation_id", "trainee_id"],
            ["memberships.id", "memberships.organisation_id", "memberships.person_id"],
            name="fk_agreements_trainee_memberships",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
        sa.UniqueConstraint(
            "id",
            "organisation_id",
            "trainee_id",
            name=op.f("uq_agreements_id_organisation_id_trainee_id"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_agreements_public_id")),
    )
    op.create_index("ix_agreements_list", "agreements", ["organisation_id", "id"], unique=False)
    op.create_index(
        "ix_agreements_supervisor", "agreements", ["supervisor_id", "state"], unique=False
    )
    op.create_index("ix_agreements_trainee", "agreements", ["trainee_id", "state"], unique=False)
    op.create_index(
        "uq_agreements_living",
        "agreements",
        ["organisation_id", "supervisor_id", "trainee_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('proposed', 'active')"),
        postgresql_where=sa.text("state IN ('proposed', 'active')"),
    )

    op.create_table(
        "enrolments",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("membership_id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "active",
                "ended",
                name="enrolmentstate_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("enrolled_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("facts_changed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id", "organisation_id", "person_id"],
            ["memberships.id", "memberships.organisation_id", "memberships.person_id"],
            name=op.f("fk_enrolments_membership_id_memberships"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["programme_versions.id"],
            name=op.f("fk_enrolments_version_id_programme_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolments")),
        sa.UniqueConstraint("id", "organisation_id", name=op.f("uq_enrolments_id_organisation_id")),
        sa.UniqueConstraint(
            "membership_id", "version_id", name=op.f("uq_enrolments_membership_id_version_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_enrolments_public_id")),
    )
    op.create_index("ix_enrolments_person", "enrolments", ["person_id", "state"], unique=False)
    op.create_index(
        "ix_enrolments_unsettled",
        "enrolments",
        ["organisation_id", "facts_changed_at"],
        unique=False,
    )

    op.create_table(
        "training_offers",
        sa.Column("invitation_id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitations.id"],
            name=op.f("fk_training_offers_invitation_id_invitations"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["programme_versions.id"],
            name=op.f("fk_training_offers_version_id_programme_versions"),
        ),
        sa.PrimaryKeyConstraint("invitation_id", name=op.f("pk_training_offers")),
    )
    op.create_table(
        "activity_texts",
        sa.Column("activity_id", ID, nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("body", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activities.id"],
            name=op.f("fk_activity_texts_activity_id_activities"),
        ),
        sa.PrimaryKeyConstraint("activity_id", "locale", name=op.f("pk_activity_texts")),
    )
    op.create_table(
        "attempts",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("activity_id", ID, nullable=False),
        sa.Column("number", ID, nullable=False),
        sa.Column("questions", ID, nullable=False),
        sa.Column("right_answers", ID, nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("submitted_at", INSTANT, nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "right_answers BETWEEN 0 AND questions", name=op.f("ck_attempts_right_plausible")
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_attempts_activity_id_activities")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_attempts_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
        sa.UniqueConstraint(
            "person_id",
            "activity_id",
            "number",
            name=op.f("uq_attempts_person_id_activity_id_number"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_attempts_public_id")),
    )
    op.create_index(
        "uq_attempts_open",
        "attempts",
        ["person_id", "activity_id"],
        unique=True,
        sqlite_where=sa.text("submitted_at IS NULL"),
        postgresql_where=sa.text("submitted_at IS NULL"),
    )

    op.create_table(
        "certificates",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("enrolment_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("name_digest", sa.String(), nullable=False),
        sa.Column("code_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("snapshot", DOCUMENT, nullable=False),
        sa.Column("specimen", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "valid",
                "replaced",
                "withdrawn",
                name="certificatestate_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("issued_at", INSTANT, nullable=False),
        sa.Column("issued_by", ID, nullable=False),
        sa.Column("replaces_id", ID, nullable=True),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column(
            "withdrawal_reason",
            sa.Enum(
                "error",
                "fraud",
                "holder",
                name="withdrawalreason_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column(
            "file_state",
            sa.Enum(
                "requested",
                "ready",
                name="filestate_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("file_sha256", sa.String(), nullable=True),
        sa.Column("attempts", ID, nullable=False),
        sa.Column("next_attempt_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "(file_state = 'ready') = (file_sha256 IS NOT NULL)",
            name=op.f("ck_certificates_ready_has_file"),
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id", "organisation_id"],
            ["enrolments.id", "enrolments.organisation_id"],
            name=op.f("fk_certificates_enrolment_id_enrolments"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_certificates_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            ["certificates.id"],
            name=op.f("fk_certificates_replaces_id_certificates"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_certificates_code_hash")),
        sa.UniqueConstraint("number", name=op.f("uq_certificates_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_certificates_public_id")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_certificates_replaces_id")),
    )
    op.create_index(
        "ix_certificates_files", "certificates", ["file_state", "next_attempt_at"], unique=False
    )
    op.create_index(op.f("ix_certificates_person_id"), "certificates", ["person_id"], unique=False)
    op.create_index(
        "ix_certificates_register", "certificates", ["organisation_id", "id"], unique=False
    )
    op.create_index(
        "ix_certificates_states", "certificates", ["organisation_id", "state", "id"], unique=False
    )
    op.create_index(
        "uq_certificates_valid",
        "certificates",
        ["enrolment_id"],
        unique=True,
        sqlite_where=sa.text("state = 'valid'"),
        postgresql_where=sa.text("state = 'valid'"),
    )

    op.create_table(
        "completions",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("activity_id", ID, nullable=False),
        sa.Column("minutes", ID, nullable=False),
        sa.Column("completed_at", INSTANT, nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_completions_activity_id_activities")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_completions_person_id_people")
        ),
        sa.PrimaryKeyConstraint("person_id", "activity_id", name=op.f("pk_completions")),
    )
    op.create_table(
        "enrolment_statuses",
        sa.Column("enrolment_id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("met", sa.Boolean(), nullable=False),
        sa.Column("steps_done", ID, nullable=False),
        sa.Column("steps", ID, nullable=False),
        sa.Column("training_minutes", ID, nullable=False),
        sa.Column("supervision_minutes", ID, nullable=False),
        sa.Column("unanswered_minutes", ID, nullable=False),
        sa.Column("settled_at", INSTANT, nullable=False),
        sa.Column("next_change_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["enrolment_id", "organisation_id"],
            ["enrolments.id", "enrolments.organisation_id"],
            name=op.f("fk_enrolment_statuses_enrolment_id_enrolments"),
        ),
        sa.PrimaryKeyConstraint("enrolment_id", name=op.f("pk_enrolment_statuses")),
    )
    op.create_index(
        "ix_enrolment_statuses_met", "enrolment_statuses", ["organisation_id", "met"], unique=False
    )
    op.create_index(
        op.f("ix_enrolment_statuses_next_change_at"),
        "enrolment_statuses",
        ["next_change_at"],
        unique=False,
    )

    op.create_table(
        "participations",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("session_id", ID, nullable=False),
        sa.Column("agreement_id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("trainee_id", ID, nullable=False),
        sa.Column("minutes", ID, nullable=False),
        sa.Column(
            "standing",
            sa.Enum(
                "logged",
                "signed",
                "countersigned",
                "commented",
                "contested",
                name="standing_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("signed_at", INSTANT, nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("shared_at", INSTANT, nullable=True),
        sa.Column("opened_at", INSTANT, nullable=True),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "minutes BETWEEN 15 AND 480", name=op.f("ck_participations_minutes_plausible")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id", "organisation_id", "trainee_id"],
            ["agreements.id", "agreements.organisation_id", "agreements.trainee_id"],
            name=op.f("fk_participations_agreement_id_agreements"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["supervision_sessions.id"],
            name=op.f("fk_participations_session_id_supervision_sessions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participations")),
        sa.UniqueConstraint("public_id", name=op.f("uq_participations_public_id")),
        sa.UniqueConstraint(
            "session_id", "trainee_id", name=op.f("uq_participations_session_id_trainee_id")
        ),
    )
    op.create_index(
        "ix_participations_agreement",
        "participations",
        ["agreement_id", "session_id"],
        unique=False,
    )
    op.create_index(
        "ix_participations_organisation", "participations", ["organisation_id", "id"], unique=False
    )
    op.create_index(
        "ix_participations_trainee", "participations", ["trainee_id", "standing"], unique=False
    )

    op.create_table(
        "question_keys",
        sa.Column("activity_id", ID, nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_question_keys_activity_id_activities")
        ),
        sa.PrimaryKeyConstraint("activity_id", "question", name=op.f("pk_question_keys")),
    )
    op.create_table(
        "answers",
        sa.Column("attempt_id", ID, nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("answered_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_answers_attempt_id_attempts")
        ),
        sa.PrimaryKeyConstraint("attempt_id", "question", name=op.f("pk_answers")),
    )
    op.create_table(
        "session_texts",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("participation_id", ID, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "shared",
                "private",
                "own",
                "answer",
                name="textkind_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("purge_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people.id"], name=op.f("fk_session_texts_author_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participations.id"],
            name=op.f("fk_session_texts_participation_id_participations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_texts")),
        sa.UniqueConstraint(
            "participation_id", "kind", name=op.f("uq_session_texts_participation_id_kind")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_session_texts_public_id")),
    )
    op.create_index(op.f("ix_session_texts_purge_on"), "session_texts", ["purge_on"], unique=False)

    op.create_table(
        "signatures",
        sa.Column("id", ID, nullable=False),
        sa.Column("participation_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column(
            "standing",
            sa.Enum(
                "logged",
                "signed",
                "countersigned",
                "commented",
                "contested",
                name="standing_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("sentence", DOCUMENT, nullable=False),
        sa.Column("facts", DOCUMENT, nullable=False),
        sa.Column("factor", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("signed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participations.id"],
            name=op.f("fk_signatures_participation_id_participations"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_signatures_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatures")),
        sa.UniqueConstraint(
            "participation_id", "person_id", name=op.f("uq_signatures_participation_id_person_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("signatures")
    op.drop_index(op.f("ix_session_texts_purge_on"), "session_texts")

    op.drop_table("session_texts")
    op.drop_table("answers")
    op.drop_table("question_keys")
    op.drop_index("ix_participations_trainee", "participations")
    op.drop_index("ix_participations_organisation", "participations")
    op.drop_index("ix_participations_agreement", "participations")

    op.drop_table("participations")
    op.drop_index(op.f("ix_enrolment_statuses_next_change_at"), "enrolment_statuses")
    op.drop_index("ix_enrolment_statuses_met", "enrolment_statuses")

    op.drop_table("enrolment_statuses")
    op.drop_table("completions")
    op.drop_index("uq_certificates_valid", "certificates")
    op.drop_index("ix_certificates_states", "certificates")
    op.drop_index("ix_certificates_register", "certificates")
    op.drop_index(op.f("ix_certificates_person_id"), "certificates")
    op.drop_index("ix_certificates_files", "certificates")

    op.drop_table("certificates")
    op.drop_index("uq_attempts_open", "attempts")

    op.drop_table("attempts")
    op.drop_table("activity_texts")
    op.drop_table("training_offers")
    op.drop_index("ix_enrolments_unsettled", "enrolments")
    op.drop_index("ix_enrolments_person", "enrolments")

    op.drop_table("enrolments")
    op.drop_index("uq_agreements_living", "agreements")
    op.drop_index("ix_agreements_trainee", "agreements")
    op.drop_index("ix_agreements_supervisor", "agreements")
    op.drop_index("ix_agreements_list", "agreements")

    op.drop_table("agreements")
    op.drop_table("activities")
    op.drop_table("modules")
    op.drop_index("uq_memberships_living", "memberships")
    op.drop_index("ix_memberships_roster", "memberships")
    op.drop_index("ix_memberships_person", "memberships")

    op.drop_table("memberships")
    op.drop_index("uq_invitations_pending", "invitations")
    op.drop_index("ix_invitations_list", "invitations")

    op.drop_table("invitations")
    op.drop_index("ix_supervision_sessions_list", "supervision_sessions")

    op.drop_table("supervision_sessions")
    op.drop_table("sites")
    op.drop_index("ix_sign_ins_person", "sign_ins")

    op.drop_table("sign_ins")
    op.drop_table("programme_versions")
    op.drop_table("person_keys")
    op.drop_index(op.f("ix_password_resets_person_id"), "password_resets")

    op.drop_table("password_resets")
    op.drop_table("number_series")
    op.drop_index(op.f("ix_drafts_expires_at"), "drafts")

    op.drop_table("drafts")
    op.drop_index("uq_address_changes_open", "address_changes")
    op.drop_index(op.f("ix_address_changes_effective_at"), "address_changes")

    op.drop_table("address_changes")
    op.drop_index(op.f("ix_throttles_since"), "throttles")

    op.drop_table("throttles")
    op.drop_table("root_checks")
    op.drop_table("programmes")
    op.drop_table("people")
    op.drop_table("organisations")
    op.drop_index("ix_letters_due", "letters")

    op.drop_table("letters")
    op.drop_index("ix_journal_entries_subject", "journal_entries")
    op.drop_index(op.f("ix_journal_entries_at"), "journal_entries")
    op.drop_index(op.f("ix_journal_entries_actor_id"), "journal_entries")
    op.drop_index(op.f("ix_journal_entries_about_person_id"), "journal_entries")

    op.drop_table("journal_entries")
    op.drop_table("frameworks")
    op.drop_index(op.f("ix_form_keys_used_at"), "form_keys")

    op.drop_table("form_keys")
