"""Which files of a hand-in are read, and what is said of the others."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.core import Message, Submission
from grader.reading import Assignment, folder, read_submission

OC = "optimal_constant"


def _keys(submission: Submission) -> dict[str, str]:
    return {item.file: item.problem.key for item in submission.unplaced if isinstance(item.problem, Message)}


READ = "## Exercise 1 (a)\nMean."

FILES = [
    ("a.md", READ, True, None),
    ("a.markdown", READ, True, None),
    ("A.MD", READ, True, None),
    ("deep/er/a.txt", READ, True, None),
    ("a.ipynb", '{"cells": [{"cell_type": "markdown", "source": "## 1a\\nMean."}]}', True, None),
    (".hidden.md", READ, False, None),
    (".git/a.md", READ, False, None),
    (".ipynb_checkpoints/a-checkpoint.ipynb", "{}", False, None),
    ("__MACOSX/a.md", READ, False, None),
    ("__pycache__/a.py", "x", False, None),
    ("requirements.txt", "numpy", False, None),
    ("data.csv", "1,2", False, None),
    ("photo.png", "x", False, "reading.not_readable"),
    ("answer.pdf", "x", False, "reading.not_readable"),
    ("answer", READ, False, "reading.not_readable"),
    ("empty.md", "", False, "reading.empty_file"),
    ("blank.md", " \n\n", False, "reading.empty_file"),
    ("empty.ipynb", "", False, "reading.empty_file"),
    ("picture.md", b"\x89PNG\0\0", False, "reading.null_bytes"),
    ("long.md", "x" * 1_000_001, False, "reading.too_long"),
    ("big.md", b"x" * (folder.MAX_TEXT_BYTES + 1), False, "reading.too_big"),
    ("labels.md", "## Exercise 1 (a)\n" * 2_001, False, "reading.too_many_labels"),
]


@pytest.mark.parametrize(("name", "content", "is_read", "key"), FILES, ids=[row[0] for row in FILES])
def test_one_file_among_others(
    name: str, content: str | bytes, is_read: bool, key: str | None, read: Any, texts: Any
) -> None:
    submission = read({name: content, "zz/data.csv": "1"})
    assert texts(submission) == ({f"{OC}/a": "Mean."} if is_read else {})
    assert _keys(submission) == ({} if key is None else {name: key})


def test_what_one_file_does_others_do_not_suffer(read: Any, texts: Any) -> None:
    submission = read({"a.ipynb": "{", "b.md": b"\xff\xff\xff", "c.md": READ})
    assert texts(submission) == {f"{OC}/a": "Mean."}
    assert submission.files == ("a.ipynb", "b.md", "c.md")
    assert [item.fatal for item in submission.unplaced] == [True, True]


def test_an_unknown_kind_of_file_alone_is_named(read: Any) -> None:
    assert _keys(read({"data.csv": "1,2"})) == {"data.csv": "reading.not_readable"}


def test_no_such_file(tmp_path: Path, exercises: Any) -> None:
    submission = read_submission(tmp_path / "nothing.md", Assignment.of(exercises), student="s01")
    assert _keys(submission) == {"nothing.md": "reading.no_such_file"}
    assert submission.unplaced[0].fatal


def test_an_empty_folder(tmp_path: Path, exercises: Any) -> None:
    submission = read_submission(tmp_path, Assignment.of(exercises), student="s01")
    assert (submission.unplaced, submission.files) == ((), ())


Write = Callable[[Any], Path]


def test_links_out_of_the_folder_are_not_followed(write: Write, tmp_path: Path, exercises: Any, texts: Any) -> None:
    secret = tmp_path / "other"
    secret.mkdir()
    (secret / "a.md").write_text("## Exercise 1 (b)\nSomebody else's.")
    root = write({"mine/a.md": READ, "b.csv": ""})
    (root / "link.md").symlink_to(secret / "a.md")
    (root / "folder").symlink_to(secret)
    (root / "loop.md").symlink_to(root / "loop.md")
    (root / "gone.md").symlink_to(root / "nothing.md")
    submission = read_submission(root, Assignment.of(exercises), student="s01")
    assert texts(submission) == {f"{OC}/a": "Mean."}
    assert _keys(submission) == {
        "link.md": "reading.link_outside",
        "folder": "reading.link_outside",
        "loop.md": "reading.link_outside",
        "gone.md": "reading.not_a_file",
    }


def test_a_link_within_the_folder_is_read(write: Write, exercises: Any, texts: Any) -> None:
    root = write({"mine/a.csv": READ, "b.csv": ""})
    (root / "link.md").symlink_to(root / "mine" / "a.csv")
    assert texts(read_submission(root, Assignment.of(exercises), student="s01")) == {f"{OC}/a": "Mean."}


def test_a_pipe_does_not_block(write: Write, exercises: Any) -> None:
    root = write({"mine/a.md": READ, "b.csv": ""})
    os.mkfifo(root / "pipe.md")
    assert _keys(read_submission(root, Assignment.of(exercises), student="s01")) == {"pipe.md": "reading.not_a_file"}
    alone = read_submission(root / "pipe.md", Assignment.of(exercises), student="s01")
    assert _keys(alone) == {"pipe.md": "reading.not_a_file"}


def test_folders_too_deep_are_named(write: Write, exercises: Any, texts: Any) -> None:
    deep = "/".join("d" * 1 for _ in range(folder.MAX_DEPTH + 2))
    submission = read_submission(write({f"{deep}/a.md": READ, "b.md": READ}), Assignment.of(exercises), student="s01")
    assert texts(submission) == {f"{OC}/a": "Mean."}
    assert list(_keys(submission).values()) == ["reading.too_deep"]


def test_too_many_files_are_named(write: Write, exercises: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "MAX_FILES", 2)
    submission = read_submission(write({f"{i}.md": READ for i in range(4)}), Assignment.of(exercises), student="s01")
    assert submission.files == ("0.md", "1.md", "2.md")
    assert _keys(submission) == {"2.md": "reading.too_many_files"}


def test_a_name_that_is_no_text(write: Write, exercises: Any) -> None:
    root = write({"a.md": READ, "b.csv": ""})
    with open(os.fsencode(root) + b"/\xff\xfe.md", "wb") as file:
        file.write(b"")
    submission = read_submission(root, Assignment.of(exercises), student="s01")
    assert submission.files == ("a.md", "\ufffd\ufffd.md")
    assert "\ufffd\ufffd.md".encode() in [item.file.encode() for item in submission.unplaced]


def test_a_file_that_may_not_be_read(write: Write, exercises: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object, **__: object) -> None:
        raise PermissionError

    root = write({"a.md": READ})
    monkeypatch.setattr(Path, "open", denied)
    assert _keys(read_submission(root, Assignment.of(exercises), student="s01")) == {"a.md": "reading.cannot_open"}
