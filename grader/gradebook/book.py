"""A gradebook that was opened: sessions for reading and for writing.

What the other modules of this package add in a writing session is on the disk when it ends, in full or not at all;
nothing is ever overwritten.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from grader.gradebook.database import open_database


class Gradebook:
    """A gradebook in a database with the newest schema."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._for_writing = engine.execution_options(writes=True)

    @classmethod
    def open(cls, url: str) -> Gradebook:
        """The gradebook at a URL, made if there is none. Raises :class:`~grader.gradebook.database.DatabaseTrouble`."""
        return cls(open_database(url))

    def close(self) -> None:
        """Let the database go."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the gradebook throughout."""
        with Session(self._engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose additions are there in full once it ends, and not at all if it ends in an exception."""
        with Session(self._for_writing) as session, session.begin():
            yield session


def now() -> datetime:
    """The time, as the gradebook keeps it."""
    return datetime.now(UTC)
