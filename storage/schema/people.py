"""Who there is: people, their posts and firms, invitations, leaves, groups."""

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, String, Table, Text

from storage.schema.columns import BigInt, Moment, an_id, metadata

people = Table(
    "people",
    metadata,
    an_id(),
    Column("telegram_id", sa.BigInteger, unique=True),
    Column("name", String, nullable=False),
    Column("username", String),
    Column("phone", String),
    Column("profile_asked_at", Moment),
    Column("is_reachable", sa.Boolean, nullable=False, server_default=sa.true()),
    Column("quiet", String),  # quiet hours of one's own, as 22:00-08:00
    Column("joined", BigInt, ForeignKey("people.id")),  # who this person, written down by an operator, turned out to be
    Column("enterprise", BigInt, ForeignKey("enterprises.id", name="fk_people_enterprise_enterprises", use_alter=True)),
    Column("became", BigInt, ForeignKey("people.id")),  # who was written down, and then came to the bot as another row
    Column("created_at", Moment, nullable=False),
    Index("ix_people_name", "name"),
    Index("ix_people_phone", "phone"),
)

posts = Table(
    "posts",
    metadata,
    Column("person", BigInt, ForeignKey("people.id"), primary_key=True),
    Column("role", String, primary_key=True),
    Column("unit", String, primary_key=True, server_default=""),
    Column("since", Moment, nullable=False),
    Index("ix_posts_unit_role", "unit", "role"),
)

chain_offices = Table(  # which unit is whose office, as the configuration had it at the last start
    "chain_offices",
    metadata,
    Column("chain", String, primary_key=True),
    Column("unit", String, nullable=False),
    Index("ix_chain_offices_unit", "unit"),
)

enterprises = Table(
    "enterprises",
    metadata,
    an_id(),
    Column("name", String, nullable=False),
    Column("uscc", String, unique=True),
    Column("uscc_is_verified", sa.Boolean, nullable=False, server_default=sa.false()),
    Column("region", String),
    Column("chain", String),
    Column("liaison", BigInt, ForeignKey("people.id")),
    Column("created_at", Moment, nullable=False),
    Index("ix_enterprises_name", "name"),
    Index("ix_enterprises_liaison", "liaison"),
)

memberships = Table(
    "memberships",
    metadata,
    Column("enterprise", BigInt, ForeignKey("enterprises.id"), primary_key=True),
    Column("person", BigInt, ForeignKey("people.id"), primary_key=True),
    Column("is_confirmed", sa.Boolean, nullable=False),
    Column("since", Moment, nullable=False),
    Column("confirmed_by", BigInt, ForeignKey("people.id")),
    Index("ix_memberships_person", "person"),
)

invitations = Table(
    "invitations",
    metadata,
    an_id(),
    Column(
        "token", String, nullable=False, unique=True
    ),  # a digest of it: the link itself is shown once and never kept
    Column("role", String, nullable=False),
    Column("unit", String, nullable=False, server_default=""),
    Column("name", String),
    Column("person", BigInt, ForeignKey("people.id")),  # who was written down before they had Telegram
    Column("created_at", Moment, nullable=False),
    Column("created_by", BigInt),
    Column("expires_at", Moment, nullable=False),
    Column("used_by", BigInt, ForeignKey("people.id")),
    Column("used_at", Moment),
)

leaves = Table(
    "leaves",
    metadata,
    an_id(),
    Column("person", BigInt, ForeignKey("people.id"), nullable=False),
    Column("begins_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("substitute", BigInt, ForeignKey("people.id")),
    Column("keeps", sa.Boolean, nullable=False),  # where nobody stands in: what is in hand waits for the officer
    Column("begun_at", Moment),
    Column("ended_at", Moment),
)

replies = Table(  # 常用答复 of an officer's own
    "replies",
    metadata,
    an_id(),
    Column("person", BigInt, ForeignKey("people.id"), nullable=False),
    Column("move", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Index("ix_replies_person", "person"),
)

erasures = Table(  # who wanted somebody's personal data erased by law (删除我的信息)
    "erasures",
    metadata,
    an_id(),
    Column("person", BigInt, ForeignKey("people.id"), nullable=False),
    Column("asked_by", BigInt, ForeignKey("people.id"), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("reason", Text),  # of the office, for somebody who phoned
    Column("done_at", Moment),  # null: something of theirs is not over yet
    Column("dropped_at", Moment),  # they thought better of it
    Index("ix_erasures_person", "person"),
)

groups = Table(
    "groups",
    metadata,
    Column("chat", sa.BigInteger, primary_key=True, autoincrement=False),
    Column("title", String, nullable=False),
    Column("unit", String, unique=True),  # whose own group it is; the enterprises' groups have one of the next two
    Column("region", String),
    Column("chain", String),
    Column("is_member", sa.Boolean, nullable=False, server_default=sa.true()),
    Column("since", Moment, nullable=False),
)
