"""Runs migrations over the connection in `config.attributes["connection"]`, or over the file given by `-x db=FILE`.

Foreign keys are off during migrations, because a batch rebuild of a parent table would empty its children; they are checked at the end.
"""

from pathlib import Path

import sqlalchemy as sa

from alembic import context
from claimsdb.store.engine import engine
from claimsdb.store.tables import comparison, documents, findings, identities, lookup, seals, verdicts, versions
from claimsdb.store.tables.columns import SQLModel

TABLES = (comparison, documents, findings, identities, lookup, seals, verdicts, versions)
"""The modules to import so that the metadata contain all tables."""


def include_name(name: str | None, kind: str, parents: object) -> bool:
    """Whether autogenerate considers the object: not the full-text tables and their shadows, which migrations make by hand."""
    return not (kind == "table" and name is not None and name.startswith(("claims_fts", "blocks_fts")))


def run(connection: sa.Connection) -> None:
    """Migrate over one connection, in one transaction."""
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")  # before the transaction: inside one it has no effect
    try:
        with connection.begin():
            context.configure(  # inside the transaction: otherwise each migration would be committed by itself
                connection=connection,
                target_metadata=SQLModel.metadata,
                include_name=include_name,
                render_as_batch=True,
                compare_type=True,
            )
            leftovers = "SELECT name FROM sqlite_master WHERE name LIKE '\\_alembic\\_tmp\\_%' ESCAPE '\\'"
            for (name,) in connection.exec_driver_sql(leftovers).fetchall():
                connection.exec_driver_sql(f'DROP TABLE "{name}"')
            context.run_migrations()
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(
                    f"The migration left {len(broken)} rows that point to nothing, the first: {broken[0]}."
                )
            if finish := context.config.attributes.get("finish"):
                finish(connection)
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    file = Path(context.get_x_argument(as_dictionary=True).get("db", "claims.db"))
    with engine(file).connect() as own:
        run(own)
