"""Folders are removed whatever stands in them, and nothing else is."""

from __future__ import annotations

import os
from pathlib import Path

from grader.jail import scratch


def test_a_folder_with_files_links_and_locked_folders(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "file").write_text("kept")
    folder = tmp_path / "folder"
    (folder / "a/b/c").mkdir(parents=True)
    (folder / "a/b/file").write_text("x")
    for place in ("link", "a/link", "a/b/link"):
        (folder / place).symlink_to(precious)
    os.mkfifo(folder / "a/pipe")
    for place in ("a/b/c", "a/b", "a"):
        (folder / place).chmod(0)
    scratch.remove(str(folder))
    assert not folder.exists()
    assert (precious / "file").read_text() == "kept"


def test_a_folder_nested_deeper_than_a_path_may_be_long(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    here = os.getcwd()
    try:
        os.chdir(folder)
        for _ in range(60):
            os.mkdir("d" * 100)
            os.chdir("d" * 100)
    finally:
        os.chdir(here)
    scratch.remove(str(folder))
    assert not folder.exists()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    scratch.remove(str(tmp_path / "nothing"))
    assert tmp_path.exists()
