"""Keeps it: schema, migrations, transactions and queries, by SQLAlchemy Core, for SQLite and PostgreSQL alike.

Every function is synchronous over a Core ``Connection``. It knows rows and plain values of ``tickets``; it decides nothing.

A room reads and writes the tables that the file of its name in ``schema`` lays out: ``tickets``, ``people``, ``post``,
``clock``, ``doors``, ``pages``, ``numbers``. ``listing``, ``counting``, ``masking`` and ``proof`` go across them, ``engine``
and ``migrations`` carry them.
"""
