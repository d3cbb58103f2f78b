"""Revision 0001: first."""
# ruff: noqa: PLR0915

import sqlalchemy as sa
from alembic import op

from storage import schema

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "alarms",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", schema.Moment(), nullable=False),
        sa.Column("done_at", schema.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarms")),
        sa.UniqueConstraint("kind", "about", name=op.f("uq_alarms_kind_about")),
    )
    with op.batch_alter_table("alarms", schema=None) as batch_op:
        batch_op.create_index(
            "ix_alarms_open",
            ["at"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "cards",
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("card", sa.String(), nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=False),
        sa.Column("ticket", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", schema.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("chat", "card", name=op.f("pk_cards")),
    )
    with op.batch_alter_table("cards", schema=None) as batch_op:
        batch_op.create_index("ix_cards_card", ["card"], unique=False)
        batch_op.create_index("ix_cards_ticket", ["ticket"], unique=False)

    op.create_table(
        "chain",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain")),
    )
    op.create_table(
        "chain_offices",
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_chain_offices")),
    )
    with op.batch_alter_table("chain_offices", schema=None) as batch_op:
        batch_op.create_index("ix_chain_offices_unit", ["unit"], unique=False)

    op.create_table(
        "counters",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.create_table(
        "digests",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("cutoff", schema.Moment(), nullable=False),
        sa.Column("made_at", schema.Moment(), nullable=False),
        sa.Column("head_event", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("head_hash", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digests")),
        sa.UniqueConstraint("number", name=op.f("uq_digests_number")),
        sa.UniqueConstraint("period", "first", "scope", name=op.f("uq_digests_period_first_scope")),
    )
    with op.batch_alter_table("digests", schema=None) as batch_op:
        batch_op.create_index("ix_digests_made_at", ["made_at"], unique=False)

    op.create_table(
        "drafts",
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("step", sa.String(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("at", schema.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("chat", "user", name=op.f("pk_drafts")),
    )
    op.create_table(
        "groups",
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("chain", sa.String(), nullable=True),
        sa.Column("is_member", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("since", schema.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("chat", name=op.f("pk_groups")),
        sa.UniqueConstraint("unit", name=op.f("uq_groups_unit")),
    )
    op.create_table(
        "inbox",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", schema.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_inbox")),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index("ix_inbox_at", ["at"], unique=False)

    op.create_table(
        "known",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_known")),
    )
    op.create_table(
        "laid_aside",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("at", schema.Moment(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", schema.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_laid_aside")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=True),
        sa.Column("destination", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("card", sa.String(), nullable=True),
        sa.Column("fresh", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("quiet", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("ticket", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("due_at", schema.Moment(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("done", sa.String(), nullable=True),
        sa.Column("done_at", schema.Moment(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", schema.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_card",
            ["card"],
            unique=False,
            sqlite_where=sa.text("done IS NULL"),
            postgresql_where=sa.text("done IS NULL"),
        )
        batch_op.create_index(
            "ix_outbox_destination",
            ["destination", "id"],
            unique=False,
            sqlite_where=sa.text("destination IS NOT NULL"),
            postgresql_where=sa.text("destination IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_outbox_due",
            ["due_at", "id"],
            unique=False,
            sqlite_where=sa.text("done IS NULL"),
            postgresql_where=sa.text("done IS NULL"),
        )
        batch_op.create_index(
            "ix_outbox_failed",
            ["id"],
            unique=False,
            sqlite_where=sa.text("done = 'failed'"),
            postgresql_where=sa.text("done = 'failed'"),
        )
        batch_op.create_index(
            "ix_outbox_parcels",
            ["destination", "id"],
            unique=False,
            sqlite_where=sa.text("destination IS NOT NULL AND done IS NULL"),
            postgresql_where=sa.text("destination IS NOT NULL AND done IS NULL"),
        )
        batch_op.create_index("ix_outbox_ticket", ["ticket", "created_at"], unique=False)
        batch_op.create_index(
            "ix_outbox_waiting",
            ["chat", "id"],
            unique=False,
            sqlite_where=sa.text("done IS NULL"),
            postgresql_where=sa.text("done IS NULL"),
        )

    op.create_table(
        "people",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("username", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("profile_asked_at", schema.Moment(), nullable=True),
        sa.Column("is_reachable", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("quiet", sa.String(), nullable=True),
        sa.Column("joined", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("enterprise", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("became", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", schema.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["became"], ["people.id"], name=op.f("fk_people_became_people")),
        sa.ForeignKeyConstraint(["joined"], ["people.id"], name=op.f("fk_people_joined_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("telegram_id", name=op.f("uq_people_telegram_id")),
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index("ix_people_name", ["name"], unique=False)
        batch_op.create_index("ix_people_phone", ["phone"], unique=False)
        batch_op.create_index(
            "ix_people_written_down",
            ["phone"],
            unique=False,
            sqlite_where=sa.text("telegram_id IS NULL"),
            postgresql_where=sa.text("telegram_id IS NULL"),
        )

    op.create_table(
        "digest_reads",
        sa.Column("digest", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", schema.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["digests.id"], name=op.f("fk_digest_reads_digest_digests")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_digest_reads_person_people")),
        sa.PrimaryKeyConstraint("digest", "person", name=op.f("pk_digest_reads")),
    )
    op.create_table(
        "digest_sendings",
        sa.Column("digest", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("to", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["digests.id"], name=op.f("fk_digest_sendings_digest_digests")),
        sa.PrimaryKeyConstraint("digest", "to", name=op.f("pk_digest_sendings")),
    )
    with op.batch_alter_table("digest_sendings", schema=None) as batch_op:
        batch_op.create_index("ix_digest_sendings_to", ["to"], unique=False)

    op.create_table(
        "enquiries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("at", schema.Moment(), nullable=False),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("found", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("is_answered", sa.Boolean(), nullable=False),
        sa.Column("helped_at", schema.Moment(), nullable=True),
        sa.Column("draft", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_enquiries_person_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enquiries")),
    )
    with op.batch_alter_table("enquiries", schema=None) as batch_op:
        batch_op.create_index("ix_enquiries_at", ["at"], unique=False)
        batch_op.create_index("ix_enquiries_person", ["person"], unique=False)

    op.create_table(
        "enterprises",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("uscc", sa.String(), nullable=True),
        sa.Column("uscc_is_verified", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("chain", sa.String(), nullable=True),
        sa.Column("liaison", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", schema.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["liaison"], ["people.id"], name=op.f("fk_enterprises_liaison_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprises")),
        sa.UniqueConstraint("uscc", name=op.f("uq_enterprises_uscc")),
    )
    with op.batch_alter_table("enterprises", schema=None) as batch_op:
        batch_op.create_index("ix_enterprises_liaison", ["liaison"], unique=False)
        batch_op.create_index("ix_enterprises_name", ["name"], unique=False)

    op.create_table(
        "erasures",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", schema.Moment(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("done_at", schema.Moment(), nullable=True),
        sa.Column("dropped_at", schema.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_erasures_asked_by_people")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_erasures_person_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
    )
    with op.batch_alter_table("erasures", schema=None) as batch_op:
        batch_op.create_index("ix_erasures_person", ["person"], unique=False)

    op.create_table(
        "exports",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", schema.Moment(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_exports_person_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
    )
    op.create_table(
        "invitations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), server_default="", nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", schema.Moment(), nullable=False),
        sa.Column("created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("expires_at", schema.Moment(), nullable=False),
        sa.Column("used_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("used_at", schema.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_invitations_person_people")),
        sa.ForeignKeyConstraint(["used_by"], ["people.id"], name=op.f("fk_invitations_used_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token", name=op.f("uq_invitations_token")),
    )
    op.create_table(
        "leaves",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("begins_at", schema.Moment(), nullable=False),
        sa.Column("ends_at", schema.Moment(), nullable=False),
        sa.Column("substitute", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("keeps", sa.Boolean(), nullable=False),
        sa.Column("begun_at", schema.Moment(), nullable=True),
        sa.Column("ended_at", schema.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_leaves_person_people")),
        sa.ForeignKeyConstraint(["substitute"], ["people.id"], name=op.f("fk_leaves_substitute_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaves")),
    )
    with op.batch_alter_table("leaves", schema=None) as batch_op:
        batch_op.create_index(
            "ix_leaves_person",
            ["person"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "ix_leaves_substitute",
            ["substitute"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "links",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("expires_at", schema.Moment(), nullable=False),
        sa.Column("is_one_time", sa.Boolean(), nullable=False),
        sa.Column("used_at", schema.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_links_person_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        sa.UniqueConstraint("token", name=op.f("uq_links_token")),
    )
    op.create_table(
        "meetings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sub_channel", sa.String(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("leaders", sa.JSON(), nullable=False),
        sa.Column("keeper", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_at", schema.Moment(), nullable=False),
        sa.Column("closed_at", schema.Moment(), nullable=True),
        sa.Column("handed_at", schema.Moment(), nullable=True),
        sa.Column("reported_at", schema.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["keeper"], ["people.id"], name=op.f("fk_meetings_keeper_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("name", "held_on", name=op.f("uq_meetings_name_held_on")),
    )
    op.create_table(
        "posts",
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), server_default="", nullable=False),
        sa.Column("since", schema.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_posts_person_people")),
        sa.PrimaryKeyConstraint("person", "role", "unit", name=op.f("pk_posts")),
    )
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.create_index("ix_posts_unit_role", ["unit", "role"], unique=False)

    op.create_table(
        "replies",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("move", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("since", schema.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_replies_person_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies")),
    )
    with op.batch_alter_table("replies", schema=None) as batch_op:
        batch_op.create_index("ix_replies_person", ["person"], unique=False)

    op.create_table(
        "link_views",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("link", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("at", schema.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["link"], ["links.id"], name=op.f("fk_link_views_link_links")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_views")),
    )
    op.create_table(
        "memberships",
        sa.Column("enterprise", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("since", schema.Moment(), nullable=False),
        sa.Column("confirmed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["confirmed_by"], ["people.id"], name=op.f("fk_memberships_confirmed_by_people")),
        sa.ForeignKeyConstraint(["enterprise"], ["enterprises.id"], name=op.f("fk_memberships_enterprise_enterprises")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_memberships_person_people")),
        sa.PrimaryKeyConstraint("enterprise", "person", name=op.f("pk_memberships")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index("ix_memberships_person", ["person"], unique=False)

    op.create_table(
        "tickets",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("draft", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("sub_channel", sa.String(), nullable=True),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("chain", sa.String(), nullable=True),
        sa.Column("enterprise", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("filed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("logged_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("officer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("about_unit", sa.String(), nullable=True),
        sa.Column("is_confidential", sa.Boolean(), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("is_withheld", sa.Boolean(), nullable=False),
        sa.Column("is_complex", sa.Boolean(), nullable=False),
        sa.Column("awaits_author", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("pauses", sa.Integer(), nullable=False),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("extended_days", sa.Integer(), nullable=False),
        sa.Column("contested", sa.Boolean(), nullable=False),
        sa.Column("leaves_cohort", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("since", schema.Moment(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("accepted_at", schema.Moment(), nullable=False),
        sa.Column("clock_began_at", schema.Moment(), nullable=True),
        sa.Column("promised_at", schema.Moment(), nullable=False),
        sa.Column("due_at", schema.Moment(), nullable=True),
        sa.Column("claim_due_at", schema.Moment(), nullable=True),
        sa.Column("dispatched_at", schema.Moment(), nullable=True),
        sa.Column("claimed_at", schema.Moment(), nullable=True),
        sa.Column("given_at", schema.Moment(), nullable=True),
        sa.Column("resolved_at", schema.Moment(), nullable=True),
        sa.Column("callback_sent_at", schema.Moment(), nullable=True),
        sa.Column("closed_at", schema.Moment(), nullable=True),
        sa.Column("closing", sa.String(), nullable=True),
        sa.Column("paused_at", schema.Moment(), nullable=True),
        sa.Column("review_at", schema.Moment(), nullable=True),
        sa.Column("urged_at", schema.Moment(), nullable=True),
        sa.Column("lead", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("supporting", schema.Keys(), server_default="", nullable=False),
        sa.Column("suggested_unit", sa.String(), nullable=True),
        sa.Column("because", sa.JSON(), server_default="[]", nullable=False),
        sa.ForeignKeyConstraint(["enterprise"], ["enterprises.id"], name=op.f("fk_tickets_enterprise_enterprises")),
        sa.ForeignKeyConstraint(["filed_by"], ["people.id"], name=op.f("fk_tickets_filed_by_people")),
        sa.ForeignKeyConstraint(["lead"], ["tickets.id"], name=op.f("fk_tickets_lead_tickets")),
        sa.ForeignKeyConstraint(["logged_by"], ["people.id"], name=op.f("fk_tickets_logged_by_people")),
        sa.ForeignKeyConstraint(["officer"], ["people.id"], name=op.f("fk_tickets_officer_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
        sa.UniqueConstraint("draft", name=op.f("uq_tickets_draft")),
        sa.UniqueConstraint("number", name=op.f("uq_tickets_number")),
    )
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.create_index("ix_tickets_accepted_at", ["accepted_at", "id", "region", "closing"], unique=False)
        batch_op.create_index("ix_tickets_enterprise", ["enterprise"], unique=False)
        batch_op.create_index("ix_tickets_filed_by_state", ["filed_by", "state"], unique=False)
        batch_op.create_index("ix_tickets_lead", ["lead"], unique=False)
        batch_op.create_index("ix_tickets_officer_state", ["officer", "state"], unique=False)
        batch_op.create_index("ix_tickets_promised_at", ["promised_at"], unique=False)
        batch_op.create_index("ix_tickets_state_accepted_at", ["state", "accepted_at"], unique=False)
        batch_op.create_index("ix_tickets_state_due_at", ["state", "due_at", "region"], unique=False)
        batch_op.create_index("ix_tickets_unit_state", ["unit", "state"], unique=False)
        batch_op.create_index(
            "ix_tickets_year",
            ["year", "unit", "channel", "region", "closing", "since", "leaves_cohort", "state", "promised_at", "chain"],
            unique=False,
        )
        batch_op.create_index("ix_tickets_year_since", ["year", "since", "accepted_at"], unique=False)

    op.create_table(
        "visits",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("enterprise", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("officer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("is_liaison", sa.Boolean(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("created_at", schema.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["enterprise"], ["enterprises.id"], name=op.f("fk_visits_enterprise_enterprises")),
        sa.ForeignKeyConstraint(["officer"], ["people.id"], name=op.f("fk_visits_officer_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
        sa.UniqueConstraint("source", name=op.f("uq_visits_source")),
    )
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.create_index("ix_visits_enterprise", ["enterprise", "visited_on"], unique=False)
        batch_op.create_index("ix_visits_officer", ["officer", "visited_on"], unique=False)
        batch_op.create_index("ix_visits_visited_on", ["visited_on"], unique=False)

    op.create_table(
        "deadlines",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("ticket", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", schema.Moment(), nullable=False),
        sa.Column("about", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("done_at", schema.Moment(), nullable=True),
        sa.Column("done", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_deadlines_ticket_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadlines")),
        sa.UniqueConstraint("ticket", "kind", "about", "at", name=op.f("uq_deadlines_ticket_kind_about_at")),
    )
    with op.batch_alter_table("deadlines", schema=None) as batch_op:
        batch_op.create_index(
            "ix_deadlines_open",
            ["at"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("ticket", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", schema.Moment(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("on_behalf_of", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("from_state", sa.String(), nullable=True),
        sa.Column("to_state", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("text_digest", sa.String(), nullable=True),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_events_ticket_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("hash", name=op.f("uq_events_hash")),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index("ix_events_at", ["at"], unique=False)
        batch_op.create_index("ix_events_name_at", ["name", "at", "ticket", "round"], unique=False)
        batch_op.create_index("ix_events_ticket_id", ["ticket", "id"], unique=False)
        batch_op.create_index("ix_events_ticket_name_at", ["ticket", "name", "at"], unique=False)

    op.create_table(
        "meeting_items",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("meeting", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("firm", sa.String(), nullable=True),
        sa.Column("enterprise", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("is_new", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("promise", sa.Text(), nullable=True),
        sa.Column("leader", sa.String(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("is_dateless", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=False),
        sa.Column("goes_on_after", sa.BigInteger(), nullable=True),
        sa.Column("at", schema.Moment(), nullable=False),
        sa.Column("ticket", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["enterprise"], ["enterprises.id"], name=op.f("fk_meeting_items_enterprise_enterprises")
        ),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_meeting_items_meeting_meetings")),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_meeting_items_ticket_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_items")),
        sa.UniqueConstraint("ticket", name=op.f("uq_meeting_items_ticket")),
    )
    with op.batch_alter_table("meeting_items", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_items_chat_message", ["chat", "message"], unique=False)
        batch_op.create_index("ix_meeting_items_meeting", ["meeting"], unique=False)

    op.create_table(
        "mentions",
        sa.Column("ticket", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_mentions_ticket_tickets")),
        sa.PrimaryKeyConstraint("ticket", name=op.f("pk_mentions")),
    )
    with op.batch_alter_table("mentions", schema=None) as batch_op:
        batch_op.create_index("ix_mentions_chat", ["chat"], unique=False)

    op.create_table(
        "policies",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("questions", sa.Text(), server_default="", nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("source", sa.String(), server_default="", nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("category", sa.String(), server_default="", nullable=False),
        sa.Column("region", sa.String(), server_default="", nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ticket", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("offered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", schema.Moment(), nullable=False),
        sa.Column("changed_at", schema.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_policies_decided_by_people")),
        sa.ForeignKeyConstraint(["offered_by"], ["people.id"], name=op.f("fk_policies_offered_by_people")),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_policies_ticket_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policies")),
        sa.UniqueConstraint("key", name=op.f("uq_policies_key")),
    )
    with op.batch_alter_table("policies", schema=None) as batch_op:
        batch_op.create_index("ix_policies_state", ["state", "id"], unique=False)
        batch_op.create_index("ix_policies_ticket", ["ticket"], unique=False)

    op.create_table(
        "receipts",
        sa.Column("ticket", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("from_at", schema.Moment(), nullable=False),
        sa.Column("told_at", schema.Moment(), nullable=True),
        sa.Column("told_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_receipts_ticket_tickets")),
        sa.ForeignKeyConstraint(["told_by"], ["people.id"], name=op.f("fk_receipts_told_by_people")),
        sa.PrimaryKeyConstraint("ticket", name=op.f("pk_receipts")),
    )
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_receipts_waiting",
            ["from_at"],
            unique=False,
            sqlite_where=sa.text("told_at IS NULL"),
            postgresql_where=sa.text("told_at IS NULL"),
        )

    op.create_table(
        "reports",
        sa.Column("ticket", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("solved", sa.String(), nullable=True),
        sa.Column("satisfaction", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_reports_ticket_tickets")),
        sa.PrimaryKeyConstraint("ticket", name=op.f("pk_reports")),
    )
    op.create_table(
        "revisits",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("ticket", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", schema.Moment(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", schema.Moment(), nullable=True),
        sa.Column("answered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_revisits_person_people")),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_revisits_ticket_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisits")),
        sa.UniqueConstraint("ticket", "round", name=op.f("uq_revisits_ticket_round")),
    )
    op.create_table(
        "stays",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("ticket", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("since", schema.Moment(), nullable=False),
        sa.Column("until", schema.Moment(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("closing", sa.String(), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("officer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("due_at", schema.Moment(), nullable=True),
        sa.Column("claim_due_at", schema.Moment(), nullable=True),
        sa.Column("resolved_at", schema.Moment(), nullable=True),
        sa.Column("leaves_cohort", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_stays_ticket_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stays")),
    )
    with op.batch_alter_table("stays", schema=None) as batch_op:
        batch_op.create_index(
            "ix_stays_claim_due_at", ["claim_due_at", "since", "until", "state", "officer", "ticket"], unique=False
        )
        batch_op.create_index(
            "ix_stays_due_at",
            ["due_at", "since", "until", "state", "round", "ticket"],
            unique=False,
            postgresql_include=["id"],
        )
        batch_op.create_index(
            "ix_stays_escalated",
            ["since", "until", "ticket", "unit", "state"],
            unique=False,
            sqlite_where=sa.text("state = 'escalated'"),
            postgresql_where=sa.text("state = 'escalated'"),
        )
        batch_op.create_index(
            "ix_stays_late",
            ["due_at", "since", "until", "ticket", "unit", "state"],
            unique=False,
            sqlite_where=sa.text("state IN ('dispatched', 'in_progress') AND (until IS NULL OR until > due_at)"),
            postgresql_where=sa.text("state IN ('dispatched', 'in_progress') AND (until IS NULL OR until > due_at)"),
        )
        batch_op.create_index(
            "ix_stays_paused",
            ["since", "until", "ticket", "state"],
            unique=False,
            sqlite_where=sa.text("state = 'awaiting_enterprise'"),
            postgresql_where=sa.text("state = 'awaiting_enterprise'"),
        )
        batch_op.create_index(
            "ix_stays_ticket",
            ["ticket", "since", "until", "state", "closing", "unit", "round", "leaves_cohort", "resolved_at"],
            unique=False,
            postgresql_include=["id"],
        )

    op.create_table(
        "visit_files",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("visit", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("file_id", sa.String(), nullable=False),
        sa.Column("file_unique_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["visit"], ["visits.id"], name=op.f("fk_visit_files_visit_visits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_files")),
    )
    with op.batch_alter_table("visit_files", schema=None) as batch_op:
        batch_op.create_index("ix_visit_files_visit", ["visit"], unique=False)

    op.create_table(
        "visit_problems",
        sa.Column("ticket", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("visit", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_visit_problems_ticket_tickets")),
        sa.ForeignKeyConstraint(["visit"], ["visits.id"], name=op.f("fk_visit_problems_visit_visits")),
        sa.PrimaryKeyConstraint("ticket", name=op.f("pk_visit_problems")),
    )
    with op.batch_alter_table("visit_problems", schema=None) as batch_op:
        batch_op.create_index("ix_visit_problems_visit", ["visit"], unique=False)

    op.create_table(
        "attachments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("ticket", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("file_id", sa.String(), nullable=False),
        sa.Column("file_unique_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("album", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name=op.f("fk_attachments_event_events")),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_attachments_ticket_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.create_index("ix_attachments_ticket", ["ticket"], unique=False)

    op.create_table(
        "texts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("ticket", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("replaces", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("erased_at", schema.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name=op.f("fk_texts_event_events")),
        sa.ForeignKeyConstraint(["replaces"], ["texts.id"], name=op.f("fk_texts_replaces_texts")),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_texts_ticket_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_texts")),
    )
    with op.batch_alter_table("texts", schema=None) as batch_op:
        batch_op.create_index("ix_texts_event", ["event"], unique=False)
        batch_op.create_index("ix_texts_replaces", ["replaces"], unique=False)
        batch_op.create_index("ix_texts_ticket_id", ["ticket", "id"], unique=False)

    op.create_table(
        "callbacks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("ticket", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("officer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("asked_at", schema.Moment(), nullable=False),
        sa.Column("phone_from", schema.Moment(), nullable=True),
        sa.Column("phoned_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("pushed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("solved", sa.String(), nullable=True),
        sa.Column("satisfaction", sa.String(), nullable=True),
        sa.Column("satisfaction_at", schema.Moment(), nullable=True),
        sa.Column("contacted", sa.String(), nullable=True),
        sa.Column("contacted_at", schema.Moment(), nullable=True),
        sa.Column("wants_rework", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("remark", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("remark_to", sa.String(), nullable=True),
        sa.Column("skipped", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("answered_at", schema.Moment(), nullable=True),
        sa.Column("settled_at", schema.Moment(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("answered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_callbacks_person_people")),
        sa.ForeignKeyConstraint(["phoned_by"], ["people.id"], name=op.f("fk_callbacks_phoned_by_people")),
        sa.ForeignKeyConstraint(["remark"], ["texts.id"], name=op.f("fk_callbacks_remark_texts")),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_callbacks_ticket_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callbacks")),
        sa.UniqueConstraint("ticket", "round", name=op.f("uq_callbacks_ticket_round")),
    )
    with op.batch_alter_table("callbacks", schema=None) as batch_op:
        batch_op.create_index(
            "ix_callbacks_settled_at",
            [
                "settled_at",
                "ticket",
                "round",
                "unit",
                "outcome",
                "solved",
                "satisfaction",
                "satisfaction_at",
                "contacted",
                "contacted_at",
                "wants_rework",
            ],
            unique=False,
        )
        batch_op.create_index(
            "ix_callbacks_to_phone",
            ["phone_from"],
            unique=False,
            sqlite_where=sa.text("settled_at IS NULL AND solved IS NULL AND phone_from IS NOT NULL"),
            postgresql_where=sa.text("settled_at IS NULL AND solved IS NULL AND phone_from IS NOT NULL"),
        )

    op.create_table(
        "messages",
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("outbox", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("text", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ticket", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", schema.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["text"], ["texts.id"], name=op.f("fk_messages_text_texts")),
        sa.PrimaryKeyConstraint("chat", "message", name=op.f("pk_messages")),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index("ix_messages_outbox", ["outbox"], unique=False)
        batch_op.create_index("ix_messages_text", ["text"], unique=False)

    op.create_table(
        "promises",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("ticket", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("meeting", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("leader", sa.String(), nullable=False),
        sa.Column("text", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("due_at", schema.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_promises_meeting_meetings")),
        sa.ForeignKeyConstraint(["text"], ["texts.id"], name=op.f("fk_promises_text_texts")),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_promises_ticket_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promises")),
    )
    with op.batch_alter_table("promises", schema=None) as batch_op:
        batch_op.create_index("ix_promises_meeting", ["meeting"], unique=False)
        batch_op.create_index("ix_promises_ticket", ["ticket"], unique=False)

    op.create_table(
        "requests",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("ticket", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("asked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", schema.Moment(), nullable=False),
        sa.Column("text", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("decided_at", schema.Moment(), nullable=True),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_requests_asked_by_people")),
        sa.ForeignKeyConstraint(["text"], ["texts.id"], name=op.f("fk_requests_text_texts")),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_requests_ticket_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
    )
    with op.batch_alter_table("requests", schema=None) as batch_op:
        batch_op.create_index("ix_requests_ticket", ["ticket"], unique=False)
        batch_op.create_index(
            "ix_requests_waiting",
            ["asked_at"],
            unique=False,
            sqlite_where=sa.text("decision IS NULL"),
            postgresql_where=sa.text("decision IS NULL"),
        )

    op.create_table(
        "supports",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("ticket", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("asked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", schema.Moment(), nullable=False),
        sa.Column("due_at", schema.Moment(), nullable=False),
        sa.Column("text", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answered_at", schema.Moment(), nullable=True),
        sa.Column("answered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("answer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("withdrawn_at", schema.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["answer"], ["texts.id"], name=op.f("fk_supports_answer_texts")),
        sa.ForeignKeyConstraint(["answered_by"], ["people.id"], name=op.f("fk_supports_answered_by_people")),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_supports_asked_by_people")),
        sa.ForeignKeyConstraint(["text"], ["texts.id"], name=op.f("fk_supports_text_texts")),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_supports_ticket_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supports")),
    )
    with op.batch_alter_table("supports", schema=None) as batch_op:
        batch_op.create_index("ix_supports_asked_at", ["asked_at"], unique=False)
        batch_op.create_index("ix_supports_ticket", ["ticket"], unique=False)

    op.create_table(
        "calls",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("callback", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", schema.Moment(), nullable=False),
        sa.Column("is_reached", sa.Boolean(), nullable=False),
        sa.Column("words", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_calls_by_people")),
        sa.ForeignKeyConstraint(["callback"], ["callbacks.id"], name=op.f("fk_calls_callback_callbacks")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_calls_person_people")),
        sa.ForeignKeyConstraint(["words"], ["texts.id"], name=op.f("fk_calls_words_texts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
    )
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.create_index("ix_calls_callback", ["callback"], unique=False)

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_foreign_key("fk_people_enterprise_enterprises", "enterprises", ["enterprise"], ["id"])

    for statement in {
        "sqlite": ("CREATE VIRTUAL TABLE IF NOT EXISTS policy_words USING fts5(title, questions, body)",),
        "postgresql": (
            "CREATE TABLE IF NOT EXISTS policy_words (rowid BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)",
            "CREATE INDEX IF NOT EXISTS ix_policy_words ON policy_words USING gin (words)",
        ),
    }[op.get_bind().dialect.name]:
        op.execute(statement)
