"""Records: what somebody chose to keep, sealed, and who may see it. No page is in here.

    keyring (outside the data folder) -> sealed fields -> tables -> database, SQLite or PostgreSQL
    people -> rights -> cases, rounds;  every reading and change -> audit, a chain of its own

Each module takes plain values and gives frozen ones; SQLAlchemy is known in this package alone, and
no other code of the room opens the database.
"""
