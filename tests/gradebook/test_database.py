"""Opening a gradebook: it is made, brought up to date, or refused with a reason; it is durable."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from grader.gradebook.database import SCHEMA, DatabaseTrouble, open_database, schema_version, url_of
from grader.gradebook.tables import Base


def test_a_new_gradebook_has_the_newest_schema(tmp_path: Path) -> None:
    engine = open_database(url_of(tmp_path))
    with engine.connect() as connection:
        assert schema_version(connection) == SCHEMA
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2  # FULL: committed is on the disk
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
    engine.dispose()


def test_the_last_migration_is_the_schema_that_is_asked_for() -> None:
    versions = sorted(Path("grader/gradebook/migrations/versions").glob("v*.py"))
    assert versions[-1].name.startswith(f"v{SCHEMA}_")


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    open_database(url_of(tmp_path)).dispose()
    engine = open_database(url_of(tmp_path))
    assert set(Base.metadata.tables) <= set(inspect(engine).get_table_names())
    engine.dispose()


def test_an_up_to_date_gradebook_is_opened_without_the_migrations(tmp_path: Path) -> None:
    open_database(url_of(tmp_path)).dispose()
    code = (
        f"import sys; from grader.gradebook.database import open_database; open_database({url_of(tmp_path)!r});"
        "sys.exit('alembic' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def _key(url: str) -> str:
    with pytest.raises(DatabaseTrouble) as caught:
        open_database(url)
    return caught.value.message.key


def test_a_newer_gradebook_is_refused(tmp_path: Path) -> None:
    open_database(url_of(tmp_path)).dispose()
    with sqlite3.connect(tmp_path / "gradebook.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    assert _key(url_of(tmp_path)) == "book.newer"


def test_another_program_s_tables_are_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "gradebook.db") as connection:
        connection.execute("CREATE TABLE students (id INTEGER)")
    connection.close()
    assert _key(url_of(tmp_path)) == "book.no_version"


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "gradebook.db").write_text("student,part\n" * 100)
    assert _key(url_of(tmp_path)) == "book.not_a_gradebook"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert _key(url_of(tmp_path / "nowhere")) == "book.no_connection"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("no url", "book.bad_url"),
        ("nosuch://host/name", "book.no_driver"),
        ("postgresql://nobody:secret@127.0.0.1:9/none", "book.no_connection"),
    ],
)
def test_addresses_that_lead_nowhere(url: str, key: str) -> None:
    if url.startswith("postgresql"):
        pytest.importorskip("psycopg")
    assert _key(url) == key


def test_a_password_is_never_shown() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(DatabaseTrouble) as caught:
        open_database("postgresql://nobody:secret@127.0.0.1:9/none")
    assert "secret" not in str(caught.value.message)


def test_a_migration_that_was_cut_short_leaves_nothing_behind(tmp_path: Path) -> None:
    code = (
        "import os\n"
        "from grader.gradebook import database\n"
        "import alembic.op\n"
        "alembic.op.create_index = lambda *_: os._exit(9)\n"
        f"database.open_database({url_of(tmp_path)!r})\n"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 9
    engine = open_database(url_of(tmp_path))
    with engine.connect() as connection:
        assert schema_version(connection) == SCHEMA
    engine.dispose()
