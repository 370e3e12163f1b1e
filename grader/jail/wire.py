"""The wire between the grader and a student's process: plain values in frames of bounded size, both ways.

A frame is its length (4 bytes, big-endian) and that many bytes of msgpack. On the wire stand None, booleans, integers,
floats and strings as they are; every msgpack array is ``[tag, …]`` and is one of

====== ============================== =======================================================
tag    rest                           meaning
====== ============================== =======================================================
l, t   values                         list, tuple
d      key, value, key, value, …      dictionary with string keys
i      bytes                          integer beyond 64 bits, two's complement, little-endian
c      real, imaginary                complex number
a      library, dtype, shape, bytes,  array; row-major, little-endian, dtype from a whitelist;
       locked                         whether it may not be written to
s      node                           sympy expression, ``[head, argument, …]`` all the way down
====== ============================== =======================================================

The other side may be hostile, so reading is our own few lines instead of a general parser: they know nothing but these
types, count every item before they make it, and end in a value or in :class:`WireError`. Nothing is ever unpickled.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import TypeAlias

import msgpack

READ_AT_ONCE = 2**16  # bytes; what a pipe holds, and small enough for memory to be at hand
MAX_FRAME = 64 * 2**20  # bytes; an array of eight million doubles
MAX_ITEMS = 200_000  # values in a frame, however nested; an array counts as one
MAX_DEPTH = 120
MAX_TEXT = 100_000  # bytes of one string
MAX_INTEGER = 512  # bytes; 1200 decimal digits
MAX_AXES = 8
FLOOR, CEILING = -(2**63), 2**64  # msgpack's own integers

ITEM_BYTES = {
    "bool": 1, "int8": 1, "int16": 2, "int32": 4, "int64": 8, "uint8": 1, "uint16": 2, "uint32": 4, "uint64": 8,
    "float16": 2, "float32": 4, "float64": 8, "complex64": 8, "complex128": 16,
}  # fmt: skip
LIBRARIES = ("numpy", "torch")


class WireError(Exception):
    """What came over the wire is not a value, or is more than the wire carries."""


@dataclass(frozen=True, slots=True)
class Array:
    """An array's bytes, row-major and little-endian; its shape and dtype account for every one of them."""

    library: str
    dtype: str
    shape: tuple[int, ...]
    data: bytes
    locked: bool = False

    def __post_init__(self) -> None:
        size = ITEM_BYTES.get(self.dtype)
        if size is None or self.library not in LIBRARIES:
            raise WireError(f"no arrays of {self.library} {self.dtype}")
        if len(self.shape) > MAX_AXES or any(axis < 0 for axis in self.shape):
            raise WireError("no such shape")
        if prod(max(axis, 1) for axis in self.shape) * size > MAX_FRAME:  # also bounds the axes of an empty array
            raise WireError("an array too large")
        if prod(self.shape) * size != len(self.data):
            raise WireError("shape and length of an array disagree")


@dataclass(frozen=True, slots=True)
class Tree:
    """A sympy expression as nested lists ``[head, argument, …]`` of strings, integers and such lists."""

    root: list[object]


Wire: TypeAlias = (
    "bool | int | float | str | complex | Array | Tree | list[Wire] | tuple[Wire, ...] | dict[str, Wire] | None"
)

# ------------------------------------------------------------------------------------------------ writing


def pack(value: Wire) -> bytes:
    """The bytes of a value; raises WireError if it is none or too large."""
    try:
        data = msgpack.packb(_tagged(value, 1), unicode_errors="replace")
    except (ValueError, OverflowError, RecursionError) as error:
        raise WireError(str(error)) from None
    if len(data) > MAX_FRAME:
        raise WireError("too large")
    return bytes(data)


def frame(value: Wire) -> bytes:
    """A value as a frame."""
    data = pack(value)
    return struct.pack(">I", len(data)) + data


def _tagged(value: Wire, depth: int) -> object:
    if depth > MAX_DEPTH:
        raise WireError("too deep")
    match value:
        case None | bool() | float() | str():
            return value
        case int():
            return value if FLOOR <= value < CEILING else ["i", _integer_bytes(value)]
        case complex():
            return ["c", value.real, value.imag]
        case list():
            return ["l", *(_tagged(item, depth + 1) for item in value)]
        case tuple():
            return ["t", *(_tagged(item, depth + 1) for item in value)]
        case dict():
            return ["d", *(part for key, item in value.items() for part in (_key(key), _tagged(item, depth + 1)))]
        case Array():
            return ["a", value.library, value.dtype, value.shape, value.data, value.locked]
        case Tree():
            return ["s", _tagged_node(value.root, depth + 1)]
        case _:
            raise WireError(f"no way to send a {type(value).__name__}")


def _tagged_node(node: object, depth: int) -> object:
    if depth > MAX_DEPTH:
        raise WireError("too deep")
    match node:
        case list():
            return [_tagged_node(item, depth + 1) for item in node]
        case int():
            return node if FLOOR <= node < CEILING else _integer_bytes(node)
        case str():
            return node
        case _:
            raise WireError("not a node")


def _integer_bytes(value: int) -> bytes:
    length = value.bit_length() // 8 + 1
    if length > MAX_INTEGER:
        raise WireError("an integer too large")
    return value.to_bytes(length, "little", signed=True)


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise WireError("a key that is no string")
    return key


# ------------------------------------------------------------------------------------------------ reading


def unpack(data: bytes) -> Wire:
    """The value of some bytes; raises WireError and nothing else, whatever the bytes."""
    reader = _Reader(data)
    value = _meaning(reader.item(0))
    if reader.place != len(data):
        raise WireError("bytes left over")
    return value


class _Reader:
    """Reads the part of msgpack that :func:`pack` writes, counting as it goes."""

    __slots__ = ("_data", "_items", "place")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._items = 0
        self.place = 0

    def item(self, depth: int) -> object:
        """The next item: None, bool, int, float, str, bytes or a list of items."""
        self._items += 1
        if self._items > MAX_ITEMS or depth > 2 * MAX_DEPTH:
            raise WireError("too many or too deep")
        code = self._take(1)[0]
        match code:
            case 0xC0:
                return None
            case 0xC2 | 0xC3:
                return code == 0xC3
            case 0xCB:
                return self._number(">d")
            case _ if code in _INTEGERS:
                return self._number(_INTEGERS[code])
            case _ if code <= 0x7F or code >= 0xE0:
                return code if code <= 0x7F else code - 0x100
            case _ if 0x90 <= code <= 0x9F:
                return self._list(code & 0x0F, depth)
            case _ if 0xA0 <= code <= 0xBF:
                return self._text(code & 0x1F)
            case 0xD9 | 0xDA | 0xDB:
                return self._text(self._length(code - 0xD9))
            case 0xC4 | 0xC5 | 0xC6:
                return self._take(self._length(code - 0xC4))
            case 0xDC | 0xDD:
                return self._list(self._length(code - 0xDB), depth)
            case _:
                raise WireError(f"a type that is not spoken here: {code:#x}")

    def _take(self, length: int) -> bytes:
        end = self.place + length
        if end > len(self._data):
            raise WireError("cut short")
        taken = self._data[self.place : end]
        self.place = end
        return taken

    def _number(self, layout: str) -> int | float:
        number: int | float = struct.unpack(layout, self._take(struct.calcsize(layout)))[0]
        return number

    def _length(self, log_size: int) -> int:
        return int.from_bytes(self._take(1 << log_size), "big")

    def _text(self, length: int) -> str:
        if length > MAX_TEXT:
            raise WireError("a string too long")
        try:
            return self._take(length).decode()
        except UnicodeDecodeError:
            raise WireError("a string that is not UTF-8") from None

    def _list(self, length: int, depth: int) -> list[object]:
        if length > MAX_ITEMS - self._items:
            raise WireError("too many items")
        return [self.item(depth + 1) for _ in range(length)]


_INTEGERS = {0xCC: ">B", 0xCD: ">H", 0xCE: ">I", 0xCF: ">Q", 0xD0: ">b", 0xD1: ">h", 0xD2: ">i", 0xD3: ">q"}


def _meaning(item: object) -> Wire:
    match item:
        case None | bool() | int() | float() | str():
            return item
        case ["l", *items]:
            return [_meaning(each) for each in items]
        case ["t", *items]:
            return tuple(_meaning(each) for each in items)
        case ["d", *items]:
            return _dictionary(items)
        case ["i", bytes(data)]:
            return _integer(data)
        case ["c", float(real), float(imaginary)]:
            return complex(real, imaginary)
        case ["a", str(library), str(dtype), list(shape), bytes(data), bool(locked)]:
            return Array(library, dtype, _shape(shape), data, locked)
        case ["s", list(node)]:
            return Tree(_node(node))
        case _:
            raise WireError("not a value")


def _dictionary(items: Sequence[object]) -> dict[str, Wire]:
    keys, values = items[::2], items[1::2]
    if len(keys) != len(values):
        raise WireError("a key without a value")
    names = [key for key in keys if isinstance(key, str)]
    if len(set(names)) != len(keys):
        raise WireError("keys that are no strings, or twice the same")
    return {name: _meaning(value) for name, value in zip(names, values, strict=True)}


def _integer(data: bytes) -> int:
    if len(data) > MAX_INTEGER:
        raise WireError("an integer too large")
    return int.from_bytes(data, "little", signed=True)


def _shape(axes: Sequence[object]) -> tuple[int, ...]:
    shape = tuple(axis for axis in axes if isinstance(axis, int) and not isinstance(axis, bool))
    if len(shape) != len(axes):
        raise WireError("an axis that is no integer")
    return shape


def _node(node: list[object]) -> list[object]:
    if not node or not isinstance(node[0], str):
        raise WireError("a node without a head")
    return [_node_part(part) for part in node]


def _node_part(part: object) -> object:
    match part:
        case list():
            return _node(part)
        case bytes():
            return _integer(part)
        case bool():
            raise WireError("a truth value in a tree")
        case str() | int():
            return part
        case _:
            raise WireError("not a node")


# ------------------------------------------------------------------------------------------------- frames


class Frames:
    """Puts the bytes that arrive together into frames."""

    __slots__ = ("_held",)

    def __init__(self) -> None:
        self._held = bytearray()

    @property
    def empty(self) -> bool:
        """Whether nothing is held that was not asked for."""
        return not self._held

    def feed(self, data: bytes) -> None:
        """Add what was read."""
        self._held += data

    def next(self) -> Wire | Incomplete:
        """The first value that has arrived whole, else INCOMPLETE; raises WireError."""
        if len(self._held) < 4:
            return INCOMPLETE
        length = int.from_bytes(self._held[:4], "big")
        if length > MAX_FRAME:
            raise WireError("a frame too large")
        if len(self._held) < 4 + length:
            return INCOMPLETE
        data = bytes(self._held[4 : 4 + length])
        del self._held[: 4 + length]
        return unpack(data)


@dataclass(frozen=True, slots=True)
class Incomplete:
    """More must be read first."""


INCOMPLETE = Incomplete()
