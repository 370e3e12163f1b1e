"""Results as they are kept: JSON, packed, and back again without loss.

What is kept is in no language: a :class:`~grader.core.Message` stays its key and fields, so that a page can be made
again in another language, or with a better sentence.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from functools import cache, partial
from typing import Any

from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from cattrs.preconf.json import make_converter
from cattrs.strategies import configure_tagged_union

from grader.core import Counterexample, Evidence, Message, PartResult, Raised, Text, Verdict, Words

Field = Text | Message | str | int | float
_LEVEL = 1  # most of what packing gains, for little time


def packed(result: PartResult) -> bytes:
    """A result as bytes, the student's name left out: the same work handed in by another gives the same bytes."""
    plain = _converter().unstructure(result, PartResult)
    del plain["student"]
    text = json.dumps(plain, ensure_ascii=True, separators=(",", ":"))
    return zlib.compress(text.encode("ascii"), _LEVEL)


def unpacked(data: bytes, student: str) -> PartResult:
    """The result again, of a student. Raises ValueError if the bytes are none."""
    try:
        plain = json.loads(zlib.decompress(data))
        return _converter().structure({**plain, "student": student}, PartResult)
    except Exception as error:
        raise ValueError(f"no result: {error}") from error


@cache
def _converter() -> Converter:
    """The unions of the vocabulary by the name of the member; numbers, lists and names of an input as they are."""
    converter = make_converter(omit_if_default=True)
    inputs = override(struct_hook=_same, unstruct_hook=_plain)
    for kind in (Counterexample, Raised):
        converter.register_structure_hook(kind, make_dict_structure_fn(kind, converter, at=inputs))
        converter.register_unstructure_hook(kind, make_dict_unstructure_fn(kind, converter, at=inputs))
    words = override(struct_hook=partial(_fields_in, converter), unstruct_hook=partial(_fields_out, converter))
    converter.register_structure_hook(Message, make_dict_structure_fn(Message, converter, fields=words))
    converter.register_unstructure_hook(Message, make_dict_unstructure_fn(Message, converter, fields=words))
    for union in (Words, Evidence, Verdict):
        configure_tagged_union(union, converter, tag_name="is")
    return converter


def _same(value: Any, _: object) -> Any:
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def _fields_out(converter: Converter, fields: Mapping[str, Field]) -> dict[str, Any]:
    return {
        name: converter.unstructure(value, Words) if isinstance(value, Text | Message) else value
        for name, value in fields.items()
    }


def _fields_in(converter: Converter, fields: Mapping[str, Any], _: object) -> dict[str, Any]:
    return {
        name: converter.structure(value, Words) if isinstance(value, dict) else value  # type: ignore[arg-type]  # a union
        for name, value in fields.items()
    }
