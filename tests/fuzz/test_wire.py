"""The wire's reader on bytes that nobody would send: a value or a WireError, soon, in memory bounded by the input.

Bytes are made in three ways: at random, from the bytes that the format gives a meaning to, and by damage to what a
right sender makes, so that chance gets far into the reader.
"""

from __future__ import annotations

import struct
import time
import tracemalloc

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.jail import values, wire
from grader.jail.wire import Array, Frames, Incomplete, Tree, Wire, WireError

FUZZ = settings(max_examples=300, deadline=None)
BYTES_AN_ITEM = 400  # an item of one byte becomes an object in a list
ROOM = 100_000

MARKS = st.sampled_from(
    [bytes([code]) for code in (0xC0, 0xC2, 0xC3, 0xCB, 0xCC, 0xD3, 0x00, 0x7F, 0xE0, 0xFF, 0x80, 0xC7, 0xD4, 0xDF)]
    + [b"\x92\xa1", b"\xa1l", b"\xa1t", b"\xa1d", b"\xa1i", b"\xa1c", b"\xa1a", b"\xa1s", b"\xa5numpy", b"\xa7float64"]
    + [b"\xdd\xff\xff\xff\xff", b"\xdc\xff\xff", b"\xdb\xff\xff\xff\xff", b"\xc6\xff\xff\xff\xff", b"\xc4\x08", b"\x9f"]
)
SPOKEN = st.lists(MARKS | st.binary(max_size=3), max_size=60).map(b"".join)
NUMBERS = st.integers(-(2**70), 2**70)
LEAVES = st.none() | st.booleans() | NUMBERS | st.floats() | st.text(max_size=5) | st.complex_numbers()
ARRAYS = st.just(Array("numpy", "float64", (2, 1), bytes(16))) | st.just(Array("torch", "bool", (3,), b"\x00\x01\xff"))
TREES = st.recursive(NUMBERS | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3).map(lambda x: ["f", *x]))
SENT = st.recursive(
    LEAVES | ARRAYS | TREES.map(lambda node: Tree(node if isinstance(node, list) else ["f", node])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=20,
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """What a right sender makes, with a few bytes changed, left out, put in or repeated."""
    data = bytearray(wire.pack(draw(SENT)))
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(data)))
        piece = draw(MARKS | st.binary(min_size=1, max_size=2))
        how = draw(st.sampled_from(("change", "leave out", "put in", "repeat")))
        end = place if how == "put in" else place + len(piece)
        data[place:end] = data[:end] if how == "repeat" else b"" if how == "leave out" else piece
    return bytes(data[:5000])


def _read(data: bytes) -> Wire | WireError:
    try:
        return wire.unpack(data)
    except WireError as error:
        return error


@FUZZ
@given(data=st.binary(max_size=300) | SPOKEN | damaged())
def test_any_bytes(data: bytes) -> None:
    found = _read(data)
    if not isinstance(found, WireError):
        values.incoming(found)
        for kind in ("numpy", "torch", "sympy", "float", "list", "nothing like it"):
            values.agree(kind, found)
        assert repr(wire.unpack(wire.pack(found))) == repr(found), "what was read could have been sent"


@settings(max_examples=100, deadline=None)
@given(data=SPOKEN | damaged(), times=st.sampled_from((1, 1, 20)))
def test_memory_and_time_are_bounded(data: bytes, times: int) -> None:
    data *= times
    tracemalloc.start()
    start = time.process_time()
    _read(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < ROOM + BYTES_AN_ITEM * len(data)
    assert time.process_time() - start < 2.0


@FUZZ
@given(data=st.lists(SPOKEN | damaged(), max_size=4), cuts=st.lists(st.integers(1, 40), max_size=40))
def test_frames_do_not_depend_on_how_they_arrive(data: list[bytes], cuts: list[int]) -> None:
    stream = b"".join(struct.pack(">I", len(each)) + each for each in data)
    assert _frames([stream]) == _frames(_cut(stream, cuts))


def _cut(stream: bytes, cuts: list[int]) -> list[bytes]:
    pieces = []
    for cut in cuts:
        pieces.append(stream[:cut])
        stream = stream[cut:]
    return [*pieces, stream]


def _frames(pieces: list[bytes]) -> list[str]:
    """What a stream holds, up to the first error."""
    frames, found = Frames(), []
    for piece in pieces:
        frames.feed(piece)
        try:
            while not isinstance(value := frames.next(), Incomplete):
                found.append(repr(value))
        except WireError as error:
            return [*found, f"error: {error}"]
    return found
