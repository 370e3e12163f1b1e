"""Opening a gradebook's database: SQLite in a folder, or any server that SQLAlchemy knows by URL, brought up to date.

The schema has a version; an older database is migrated when it is opened, a newer one is refused.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import StaticPool

from grader.core import Message
from grader.gradebook.tables import Base

FILE = "gradebook.db"
SCHEMA = "0001"  # the last migration
_LOCK_SECONDS = 30.0
_WRITERS = 0x67726164  # the number of the lock that writers take, of those that a server's database has


class DatabaseTrouble(Exception):
    """The gradebook cannot be opened; says why and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.key)
        self.message = message


def url_of(folder: Path) -> str:
    """The gradebook of a folder of marks."""
    return f"sqlite:///{folder / FILE}"


IN_MEMORY = "sqlite://"


def open_database(url: str) -> Engine:
    """An engine on a database with the newest schema. Raises :class:`DatabaseTrouble`."""
    parsed = _parsed(url)
    try:
        return _brought_up_to_date(_engine(parsed), _shown(parsed))
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        fields = {"url": _shown(parsed), "error": str(error)}
        raise DatabaseTrouble(Message("book.no_driver", fields)) from error
    except OperationalError as error:
        raise DatabaseTrouble(Message("book.no_connection", _fields(parsed, error))) from error
    except DatabaseError as error:
        raise DatabaseTrouble(Message("book.not_a_gradebook", _fields(parsed, error))) from error


def _fields(url: URL, error: DatabaseError) -> dict[str, str]:
    return {"url": _shown(url), "error": str(error.orig).strip()}


def _shown(url: URL) -> str:
    """A file by its path, a server by its URL without the password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ":memory:"
    return url.render_as_string(hide_password=True)


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise DatabaseTrouble(Message("book.bad_url", {"url": url})) from error
    if parsed.drivername == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")  # the driver that the extra "postgres" installs
    return parsed


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        engine = create_engine(url, pool_pre_ping=True)
        event.listen(engine, "begin", _begin_on_server)
        return engine
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    if not url.database:
        return create_engine(url, poolclass=StaticPool)  # one connection, or each would have a database of its own
    engine = create_engine(url, connect_args={"timeout": _LOCK_SECONDS})
    event.listen(engine, "connect", _durable)
    event.listen(engine, "begin", _begin)
    return engine


def _durable(connection: Any, _: object) -> None:
    """What is committed is on the disk, also if the machine stops; others may read while one writes."""
    connection.isolation_level = None  # transactions begin below, and hold changes of the schema as well
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Who will write takes the lock at once; later it could be had in vain, after what was read is out of date."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_on_server(connection: Connection) -> None:
    """As with SQLite: one writes at a time, after all that was written before, and who reads sees one state."""
    if connection.get_execution_options().get("writes", False):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_LOCK_SECONDS:g}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _brought_up_to_date(engine: Engine, name: str) -> Engine:
    """The engine, or none of its connections if the database is refused."""
    try:
        with engine.execution_options(writes=True).begin() as connection:
            _bring_up_to_date(connection, name)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _bring_up_to_date(connection: Connection, name: str) -> None:
    version = schema_version(connection)
    if version == SCHEMA:
        return
    if version is None and set(inspect(connection).get_table_names()) & set(Base.metadata.tables):
        raise DatabaseTrouble(Message("book.no_version", {"url": name}))
    if version is not None and version > SCHEMA:
        raise DatabaseTrouble(Message("book.newer", {"url": name, "version": version, "known": SCHEMA}))
    _migrate(connection)


def schema_version(connection: Connection) -> str | None:
    """The version of the schema; None in a database that has none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return version


def _migrate(connection: Connection, target: str = "head") -> None:
    from alembic import command  # loaded here only: an up-to-date database needs none of it
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, target)
