"""Archives of strangers: what comes out of them, and what does not."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.batch import unpack
from grader.batch.unpack import Bounds, as_markdown
from tests.rows import rows

BOUNDS = Bounds(entries=50, size=1_000_000)


def _info(name: str, mode: int = 0, *, flags: int = 0x800) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    info.flag_bits |= flags
    return info


def _archive(path: Path, *entries: tuple[zipfile.ZipInfo | str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, data in entries:
            archive.writestr(info, data)
    return path


def _out(archive: Path, tmp_path: Path, bounds: Bounds = BOUNDS) -> tuple[dict[str, bytes], list[str]]:
    into = tmp_path / "into"
    told = unpack.unpack(archive, into, bounds)
    files = {
        path.relative_to(into).as_posix(): path.read_bytes()
        for path in sorted(into.rglob("*"))
        if path.is_file() or path.is_symlink()
    }
    return files, [message.key.removeprefix("gradebook.") for message in told]


@pytest.mark.parametrize(
    ("info", "out", "told"),
    rows(
        ("hw.md", ["hw.md"], [], "a file"),
        ("a/b/hw.md", ["a/b/hw.md"], [], "in folders"),
        ("a\\b.md", ["a/b.md"], [], "as old Windows programs write it"),
        ("../hw.md", [], ["archive_path"], "out of the folder"),
        ("a/../../hw.md", [], ["archive_path"], "out of it by a way around"),
        ("..\\hw.md", [], ["archive_path"], "out of it on Windows"),
        ("/etc/hw.md", [], ["archive_path"], "from the root"),
        ("C:/hw.md", [], ["archive_path"], "from a drive"),
        ("/".join("a" * 30) + "/hw.md", [], ["archive_path"], "too deep"),
        ("x" * 300 + ".md", [], ["archive_entry"], "a name that no disk takes"),
        ("__MACOSX/hw.md", [], [], "what macOS adds"),
        (".git/hw.md", [], [], "hidden"),
        ("empty/", [], [], "a folder"),
        (_info("hw.md", stat.S_IFLNK | 0o777), [], ["archive_link"], "a link"),
        (_info("hw.md", stat.S_IFIFO | 0o777), [], ["archive_link"], "a pipe"),
        (_info("hw.md", stat.S_IFREG | 0o4777), ["hw.md"], [], "a file with rights that it will not have"),
    ),
)
def test_one_entry(tmp_path: Path, info: zipfile.ZipInfo | str, out: list[str], told: list[str]) -> None:
    archive = _archive(tmp_path / "a.zip", (info, b"text"))
    assert _out(archive, tmp_path) == (dict.fromkeys(out, b"text"), told)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "into"], "nothing beside"
    assert all(not path.stat().st_mode & stat.S_ISUID for path in (tmp_path / "into").rglob("*"))


def test_names_in_the_encoding_of_a_chinese_windows(tmp_path: Path) -> None:
    archive = _archive(tmp_path / "a.zip", ("XXXX.md", b"text"))
    archive.write_bytes(archive.read_bytes().replace(b"XXXX", "作业".encode("gbk")))
    assert list(_out(archive, tmp_path)[0]) == ["作业.md"]


def test_sizes_are_those_that_come_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "MAX_NOTEBOOK_BYTES", 600_000)
    one = _archive(tmp_path / "one.zip", ("big.md", bytes(600_001)), ("hw.md", b"text"))
    assert _out(one, tmp_path) == ({"hw.md": b"text"}, ["archive_entry_size"])
    many = _archive(tmp_path / "many.zip", *((f"{i}.md", bytes(300_000)) for i in range(8)))
    files, told = _out(many, tmp_path)
    assert sum(map(len, files.values())) <= BOUNDS.size + 4
    assert told, "and it is told"


def test_a_size_that_is_a_lie(tmp_path: Path) -> None:
    archive = _archive(tmp_path / "a.zip", ("hw.md", bytes(500_000)))
    size = (500_000).to_bytes(4, "little")
    archive.write_bytes(archive.read_bytes().replace(size, (10).to_bytes(4, "little")))
    files, told = _out(archive, tmp_path)
    assert (files, told) == ({}, ["archive_entry"])


def test_what_comes_out_in_vain_counts_as_well(tmp_path: Path) -> None:
    archive = _archive(tmp_path / "a.zip", *((f"{i}.md", bytes(300_000)) for i in range(8)))
    checksum = zlib.crc32(bytes(300_000)).to_bytes(4, "little")
    archive.write_bytes(archive.read_bytes().replace(checksum, bytes(4)))
    assert _out(archive, tmp_path) == ({}, ["archive_entry"] * 3 + ["archive_entry_size", "archive_size"])


def test_too_many_entries(tmp_path: Path) -> None:
    archive = _archive(tmp_path / "a.zip", *((f"{i}.md", b"") for i in range(51)))
    assert _out(archive, tmp_path) == ({}, ["archive_entries"])


def test_a_password(tmp_path: Path) -> None:
    archive = _archive(tmp_path / "a.zip", ("hw.md", b"text"))
    data = bytearray(archive.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    archive.write_bytes(data)
    assert _out(archive, tmp_path) == ({}, ["archive_encrypted"])


def test_a_file_and_a_folder_of_one_name(tmp_path: Path) -> None:
    archive = _archive(tmp_path / "a.zip", ("a", b"1"), ("a/b.md", b"2"), ("c.md", b"3"))
    assert _out(archive, tmp_path) == ({"a": b"1", "c.md": b"3"}, ["archive_entry"])


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x03\x04" + bytes(100), b"no archive"])
def test_what_is_no_archive_is_told(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    assert _out(tmp_path / "a.zip", tmp_path) == ({}, ["archive_corrupt"])
    assert unpack.top_names(tmp_path / "a.zip") == set()


def _small() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/hw.md", "text" * 20)
        archive.writestr("b.md", "more")
    return data.getvalue()


SMALL = _small()


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_damaged_archive_stays_in_its_folder(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]]
) -> None:
    data = bytearray(SMALL)
    for place, byte in changes:
        data[place] = byte
    folder = tmp_path_factory.mktemp("damaged")
    (folder / "a.zip").write_bytes(data)
    unpack.unpack(folder / "a.zip", folder / "into", BOUNDS)
    unpack.top_names(folder / "a.zip")
    assert {path.name for path in folder.iterdir()} == {"a.zip", "into"}


@pytest.mark.parametrize(
    ("page", "text"),
    rows(
        ("<p>The mean.</p><p>So.</p>", "The mean.\n\nSo.", "paragraphs"),
        ("<h3>Exercise 1 (a)</h3><p>x</p>", "### Exercise 1 (a)\n\nx", "a heading, by which a part is known"),
        ("a<br>b<br/>c", "a\nb\nc", "line breaks"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n\n- b", "a list"),
        ("x &lt; 1 &amp; y", "x < 1 & y", "entities"),
        ("x < 1, y > 2", "x < 1, y > 2", "signs that were not escaped"),
        ("a&nbsp;b", "a b", "spaces that do not break"),
        ("<b>b</b>old <span style='x'>s</span>", "bold s", "letters of another kind"),
        ("<html><head><title>T</title></head><body>b</body></html>", "b", "the head of a page"),
        ("a<script>alert(1)</script>b<style>p {}</style>", "ab", "what is not seen"),
        ("a<!-- c -->b", "ab", "a comment"),
        ('<img class="equation_image" data-equation-content="\\frac{1}{n}">', "$\\frac{1}{n}$", "a formula of Canvas"),
        ('<img src="x.png" alt="photo">', "![photo](picture)", "a picture, which the reader tells of"),
        ("$$\\begin{aligned}a&amp;=b\\end{aligned}$$", "$$\\begin{aligned}a&=b\\end{aligned}$$", "LaTeX"),
        ("plain text", "plain text", "no marks at all"),
    ),
)
def test_online_text(page: str, text: str) -> None:
    assert as_markdown(page).strip() == text


MARKS = st.sampled_from(("<", ">", "<p", "</", "<!--", "&lt", "&#x", "a", '"', "<h9>", "script>"))


@settings(max_examples=200, deadline=None)
@given(st.lists(MARKS | st.text(max_size=2)).map("".join))
def test_any_page_has_a_text(page: str) -> None:
    assert as_markdown(page).endswith("\n")


def test_pages_take_time_as_they_are_long() -> None:
    for piece in ("<", "<!--", "<p ", "&", "<a b='"):
        as_markdown(piece * 100_000)  # quadratic, any of these would take minutes
