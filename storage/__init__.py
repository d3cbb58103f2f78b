"""Keeps it: schema, migrations, transactions and queries, by SQLAlchemy Core, for SQLite and PostgreSQL alike.

Every function is synchronous over a Core ``Connection``. It knows rows and plain values of ``tickets``; it decides nothing.
"""
