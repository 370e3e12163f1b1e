"""A gradebook on a PostgreSQL server: all that holds of one in a file, and several who write at once.

The server is started here, in a folder of its own, without a network; where none is installed, these tests are skipped.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import OperationalError

from grader.cli import main
from grader.gradebook.book import Gradebook
from grader.gradebook.database import IN_MEMORY, SCHEMA, DatabaseTrouble, open_database, schema_version
from grader.gradebook.history import history
from grader.gradebook.standings import standings
from grader.gradebook.tables import Base, EntryRow, GradingRow, StudentRow
from tests.conftest import make_course
from tests.gradebook import test_book
from tests.gradebook.made import RIGHT, A, graded, made_book, result
from tests.rows import rows

USER = "grader"


# -------------------------------------------------------------------------------------------- the server


def _programs() -> Path | None:
    """The folder of ``initdb`` and ``postgres``; Debian keeps it off the path."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    return installed[-1].parent if installed else None


def _somebody() -> dict[str, Any]:
    """As whom the server runs: it refuses to be root's."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    who = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}


@dataclass(slots=True)
class Server:
    """A running server, and the databases made on it so far."""

    folder: Path
    made: Iterator[int]

    def url(self, database: str) -> str:
        """Of a database, through the socket in the server's folder."""
        return f"postgresql://{USER}@/{database}?host={self.folder}"

    def new(self) -> str:
        """The URL of a new, empty database."""
        name = f"book{next(self.made)}"
        engine = create_engine(self.url("postgres").replace("postgresql", "postgresql+psycopg", 1))
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return self.url(name)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that nobody else can reach, whose own times are not UTC."""
    pytest.importorskip("psycopg", reason="psycopg is not installed (the extra `postgres`)")
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed (Debian: apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # a socket's path must be short
    who = _somebody()
    if who:
        os.chown(folder, who["user"], who["group"])
    common: dict[str, Any] = {"cwd": "/", "stdout": subprocess.DEVNULL, **who}
    make = [programs / "initdb", "-D", folder / "data", "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C"]
    settings = ("listen_addresses=", f"unix_socket_directories={folder}", "fsync=off", "timezone=Asia/Shanghai")
    run = [programs / "postgres", "-D", folder / "data", *(word for one in settings for word in ("-c", one))]
    try:
        subprocess.run(make, check=True, **common)
        process = subprocess.Popen(run, stderr=subprocess.DEVNULL, **common)
        try:
            made = Server(folder, count())
            _wait_for(made, process)
            yield made
        finally:
            process.send_signal(2)  # which ends it at once, and in order
            process.wait(30.0)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(server: Server, process: subprocess.Popen[bytes]) -> None:
    engine = create_engine(server.url("postgres").replace("postgresql", "postgresql+psycopg", 1))
    deadline = time.monotonic() + 60.0
    while True:
        try:
            engine.connect().close()
            engine.dispose()
            return
        except OperationalError:
            assert process.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.1)


@pytest.fixture
def url(server: Server) -> str:
    """An empty database."""
    return server.new()


# --------------------------------------------------------------------------- what holds of every gradebook

OF_EVERY_BOOK = {name: test for name, test in vars(test_book).items() if name.startswith("test_")}
globals().update(OF_EVERY_BOOK)  # they are run once more here, on the server


@pytest.fixture(autouse=True)
def _on_the_server(request: pytest.FixtureRequest, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The gradebooks of those tests are on the server."""
    if request.node.originalname not in (*OF_EVERY_BOOK, "test_those_tests_were_found_and_use_the_server"):
        return
    folders: dict[Path, str] = {}

    def url_of(folder: Path) -> str:
        return folders.setdefault(folder, server.new())

    def on_server(url: str = IN_MEMORY) -> AbstractContextManager[Gradebook]:
        return made_book(server.new() if url == IN_MEMORY else url)

    monkeypatch.setattr(test_book, "url_of", url_of)
    monkeypatch.setattr(test_book, "made_book", on_server)


def test_those_tests_were_found_and_use_the_server(server: Server) -> None:
    assert len(OF_EVERY_BOOK) > 15
    before = next(server.made)
    with test_book.made_book() as book:
        assert book is not None
    assert next(server.made) == before + 2


# ------------------------------------------------------------------------------------------- the database


def test_a_new_gradebook_has_the_newest_schema(url: str) -> None:
    for _ in range(2):  # opening again changes nothing
        engine = open_database(url)
        with engine.connect() as connection:
            assert schema_version(connection) == SCHEMA
            assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        engine.dispose()


@pytest.mark.parametrize(
    ("statement", "key"),
    rows(
        ("UPDATE alembic_version SET version_num = '9999'", "book.newer", "a newer gradebook"),
        ("DROP TABLE alembic_version", "book.no_version", "another program's tables"),
    ),
)
def test_what_is_refused(url: str, statement: str, key: str) -> None:
    engine = open_database(url)
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
    assert _refusal(url) == key


def test_a_database_that_is_not_there(server: Server) -> None:
    assert _refusal(server.url("nowhere")) == "book.no_connection"


def _refusal(url: str) -> str:
    with pytest.raises(DatabaseTrouble) as caught:
        open_database(url)
    return caught.value.message.key


def test_times_are_utc_whatever_the_server_s_zone(url: str) -> None:
    with made_book(url) as book:
        graded(book, {"s01": [result("s01", A, RIGHT)]})
        (step,) = history(book, "s01").steps
        assert step.when.utcoffset() is not None
        assert step.when.utcoffset().total_seconds() == 0  # type: ignore[union-attr]


# ------------------------------------------------------------------------------------------ several at once


def test_a_reading_session_sees_one_state_and_changes_nothing(url: str) -> None:
    every = select(func.count()).select_from(StudentRow)
    with made_book(url) as book, made_book(url) as other:
        with book.reading() as session:
            assert session.scalar(every) == 0
            graded(other, {"s01": [result("s01", A, RIGHT)]})
            assert session.scalar(every) == 0
        with book.reading() as session:
            assert session.scalar(every) == 1
            with pytest.raises(Exception, match="read-only"):
                session.execute(text("DELETE FROM entries"))


ENTER = """
import sys
from grader.gradebook.book import Gradebook
from tests.gradebook.made import *
book = Gradebook.open(sys.argv[1])
sys.stdin.readline()  # until all are there
run = begin(book, {})
for number in range(40):
    name = f"s{number:02}"
    enter(book, run, work(name), [Grading("line/mean", (Kept.of(result(name, A, RIGHT)),))], {})
end(book, run, {}, complete=True)
"""
OPEN = """
import sys
from grader.gradebook.database import open_database
import alembic.command
sys.stdin.readline()
open_database(sys.argv[1]).dispose()
"""


def _at_once(code: str, url: str, number: int = 3) -> None:
    """Run a program several times side by side; all must end well."""
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    programs = [
        subprocess.Popen([sys.executable, "-c", code, url], env=environment, stdin=subprocess.PIPE)
        for _ in range(number)
    ]
    time.sleep(3.0)  # for their imports; none waits for another without it
    for program in programs:
        assert program.stdin is not None
        program.stdin.write(b"\n")
        program.stdin.flush()
    for program in programs:
        program.communicate(timeout=120.0)
    assert [program.returncode for program in programs] == [0] * number


def test_runs_at_once_enter_the_same_students(url: str) -> None:
    _at_once(ENTER, url)
    with made_book(url) as book:
        assert [standing.student.key for standing in standings(book)] == [f"s{number:02}" for number in range(40)]
        with book.reading() as session:
            tables = (StudentRow, EntryRow, GradingRow)
            counts = [session.scalar(select(func.count()).select_from(table)) for table in tables]
        assert counts == [40, 120, 120]


def test_an_empty_database_is_opened_by_several_at_once(url: str) -> None:
    _at_once(OPEN, url)
    engine = open_database(url)
    with engine.connect() as connection:
        assert schema_version(connection) == SCHEMA
    engine.dispose()


# --------------------------------------------------------------------------------------------- the command


CLASS = {"s01": "right", "s02": "wrong", "s03": "unsure", "s04": "unsure", "王小明": "wrong", "s06": "boom"}
SYSTEMS = ("csv", "json", "canvas", "moodle", "gradescope")


def _made_class(folder: Path) -> None:
    (folder / "class").mkdir()
    for name, told in CLASS.items():
        (folder / "class" / f"{name}.md").write_text(f"<!-- part: line/mean/a -->\n{told}\n", encoding="utf-8")
    students = enumerate((*CLASS, "s09"))
    names = "".join(f"{name},Student {name},{name}@example.edu,{number}\n" for number, name in students)
    (folder / "roster.csv").write_text(f"student,name,email,canvas_id\n{names}", encoding="utf-8")


def _used(folder: Path, book: list[str]) -> dict[str, bytes]:
    """Grade, mark, take a mark back, grade again, export; all files that depend on the gradebook, but for times."""
    where = ["--out", str(folder), *book]
    for told in (
        "grade class --roster roster.csv --workers 1",
        "override s03 line/mean/a --claim 1 --pass --reason 如所想 --marker Li",
        "override s02 line/mean/a --points 2.5 --reason nearly --marker Li",
        "undo --marker Li",
        "grade class --workers 1",
        *(f"export {system} --to {folder / system} --name total=Homework" for system in SYSTEMS),
    ):
        assert main([*told.split(), *where]) in (0, 3), told  # 3: one is broken
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("gradebook.db")]
    timeless = [path for path in files if path.name not in ("run.json", "class.html")]
    return {str(path.relative_to(folder)): path.read_bytes() for path in timeless}


def test_the_command_writes_the_same_with_a_server(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _made_class(make_course(tmp_path))
    monkeypatch.chdir(tmp_path)
    with_server = _used(tmp_path / "server", ["--database", url])
    assert not list((tmp_path / "server").glob("gradebook*"))
    with_file = _used(tmp_path / "file", [])
    assert set(with_server) == set(with_file)
    assert [name for name in with_file if with_server[name] != with_file[name]] == []
    assert {"grades.csv", "results.json", *(f"{name}/{name}.csv" for name in ("canvas", "moodle"))} <= set(with_file)
    assert with_file["canvas/canvas.csv"].count(b"Student s0") > 3
    capsys.readouterr()
    assert main(["history", "s03", "--database", url, "--out", str(tmp_path / "server")]) == 0
    assert "Li" in capsys.readouterr().out
