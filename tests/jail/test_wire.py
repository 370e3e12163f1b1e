"""The wire: what is sent arrives, and nothing that arrives does harm."""

from __future__ import annotations

import contextlib
import math
import struct
from typing import Any

import msgpack
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.jail import wire
from grader.jail.wire import INCOMPLETE, Array, Frames, Tree, Wire, WireError, frame, pack, unpack

LEAVES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=-(2**4000), max_value=2**4000),
    st.floats(allow_nan=False),
    st.text(max_size=20),
    st.complex_numbers(allow_nan=False),
)


@st.composite
def arrays(draw: st.DrawFn) -> Array:
    dtype = draw(st.sampled_from(sorted(wire.ITEM_BYTES)))
    shape = tuple(draw(st.lists(st.integers(0, 4), max_size=3)))
    size = math.prod(shape) * wire.ITEM_BYTES[dtype]
    return Array(
        draw(st.sampled_from(wire.LIBRARIES)),
        dtype,
        shape,
        draw(st.binary(min_size=size, max_size=size)),
        draw(st.booleans()),
    )


NODES = st.recursive(
    st.tuples(st.text(max_size=8)).map(list),
    lambda inner: st.tuples(st.text(max_size=8), st.lists(inner | st.integers() | st.text(max_size=5), max_size=4)).map(
        lambda pair: [pair[0], *pair[1]]
    ),
    max_leaves=10,
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    LEAVES | arrays() | NODES.map(Tree),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=15,
)


@given(VALUES)
def test_what_is_sent_arrives(value: Wire) -> None:
    arrived = unpack(pack(value))
    assert arrived == value
    assert type(arrived) is type(value)


def test_not_a_number_arrives() -> None:
    arrived = unpack(pack(float("nan")))
    assert isinstance(arrived, float)
    assert math.isnan(arrived)


@given(VALUES, st.integers(1, 50))
def test_frames_arrive_in_any_pieces(value: Wire, piece: int) -> None:
    data = frame(value) + frame("next")
    frames = Frames()
    found = []
    for start in range(0, len(data), piece):
        frames.feed(data[start : start + piece])
        while (item := frames.next()) is not INCOMPLETE:
            found.append(item)
    assert found == [value, "next"]
    assert frames.empty


# --------------------------------------------------------------------------------------------- garbage


def _read(data: bytes) -> None:
    """A value or a WireError, and nothing else."""
    with contextlib.suppress(WireError):
        unpack(data)


@settings(max_examples=500)
@given(st.binary(max_size=200))
def test_random_bytes_do_no_harm(data: bytes) -> None:
    _read(data)


@settings(max_examples=300)
@given(VALUES, st.data())
def test_damaged_values_do_no_harm(value: Wire, data: st.DataObject) -> None:
    good = bytearray(pack(value))
    for _ in range(data.draw(st.integers(1, 3))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    _read(bytes(good))


RAW = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.binary(max_size=9)
    | st.sampled_from(["l", "t", "d", "i", "c", "a", "s", "numpy", "float64", "object", "O", "Add"]),
    lambda inner: st.lists(inner, max_size=6),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=500)
@given(RAW)
def test_well_formed_msgpack_with_our_tags_in_wrong_places(raw: object) -> None:
    _read(msgpack.packb(raw))


F8 = b"\x00" * 8
REFUSED = [
    ("nothing", b""),
    ("more than one value", pack(1) + pack(2)),
    ("a map of msgpack's own", msgpack.packb({"a": 1})),
    ("an extension type", msgpack.packb(msgpack.ExtType(5, b"pickle"))),
    ("a time stamp", msgpack.packb(msgpack.Timestamp(1))),
    ("bare bytes", msgpack.packb(b"x")),
    ("a single-precision float, which we never write", b"\xca\x00\x00\x00\x00"),
    ("a reserved code", b"\xc1"),
    ("an unknown tag", msgpack.packb(["z", 1])),
    ("an empty list, without a tag", msgpack.packb([])),
    ("a string that is not UTF-8", b"\xa1\xff"),
    ("a string longer than allowed", msgpack.packb("x" * (wire.MAX_TEXT + 1))),
    ("a list that claims four thousand million items", b"\xdd\xff\xff\xff\xff"),
    ("a list of more items than are allowed", msgpack.packb(["l", *[0] * wire.MAX_ITEMS])),
    ("bytes that claim to be longer than the frame", b"\xc6\xff\xff\xff\xff"),
    ("nesting without end", b"\x91" * 100_000),
    ("nesting of tagged lists", b"\x92\xa1l" * 50_000),
    ("an array of objects", msgpack.packb(["a", "numpy", "object", [1], F8, False])),
    ("an array of strings", msgpack.packb(["a", "numpy", "<U2", [1], F8, False])),
    ("an array of another library", msgpack.packb(["a", "jax", "float64", [1], F8, False])),
    ("an array shorter than its shape", msgpack.packb(["a", "numpy", "float64", [2], F8, False])),
    ("an array longer than its shape", msgpack.packb(["a", "numpy", "float64", [], F8 + F8, False])),
    ("a negative axis", msgpack.packb(["a", "numpy", "float64", [-1], F8, False])),
    ("two negative axes, whose product fits", msgpack.packb(["a", "numpy", "float64", [-1, -1], F8, False])),
    ("an axis that is true", msgpack.packb(["a", "numpy", "float64", [True], F8, False])),
    ("an axis that is a float", msgpack.packb(["a", "numpy", "float64", [1.0], F8, False])),
    ("axes whose product overflows 64 bits", msgpack.packb(["a", "numpy", "float64", [2**62, 4, 2], F8, False])),
    ("an empty array that is endless one way", msgpack.packb(["a", "numpy", "float64", [0, 2**60], b"", False])),
    ("too many axes", msgpack.packb(["a", "numpy", "float64", [1] * 9, F8, False])),
    ("an array that does not say whether it is locked", msgpack.packb(["a", "numpy", "float64", [1], F8])),
    ("a key that is no string", msgpack.packb(["d", 1, 2])),
    ("a key without a value", msgpack.packb(["d", "a"])),
    ("the same key twice", msgpack.packb(["d", "a", 1, "a", 2])),
    ("an integer of a megabyte", msgpack.packb(["i", b"\x7f" * 2**20])),
    ("a tree that does not begin with a head", msgpack.packb(["s", [1]])),
    ("an empty tree", msgpack.packb(["s", []])),
    ("a float in a tree", msgpack.packb(["s", ["Float", 0.5]])),
    ("a truth value in a tree", msgpack.packb(["s", ["Integer", True]])),
]


@pytest.mark.parametrize("data", [pytest.param(data, id=reason) for reason, data in REFUSED])
def test_refused(data: bytes) -> None:
    with pytest.raises(WireError):
        unpack(data)


def test_a_frame_that_claims_to_be_huge_is_refused_at_once() -> None:
    frames = Frames()
    frames.feed(struct.pack(">I", wire.MAX_FRAME + 1))
    with pytest.raises(WireError):
        frames.next()


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(object(), id="an object"),
        pytest.param({1: 2}, id="a key that is no string"),
        pytest.param(2**5000, id="an integer of more than 512 bytes"),
        pytest.param(b"bytes", id="bytes"),
    ],
)
def test_not_sent(value: Any) -> None:
    with pytest.raises(WireError):
        pack(value)


def test_a_list_within_itself_is_not_sent() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(WireError):
        pack(endless)
