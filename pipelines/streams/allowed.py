"""What a field of a posted shape may hold, in words for whoever sent something else."""

import re
from collections.abc import Set

import msgspec
from msgspec import inspect


def way_out(shape: type[msgspec.Struct], field: str | None, reserved: Set[str]) -> str:
    """What would be right at a field of a shape (`location.lon`, `media[0]`), or for the whole of it.

    Reserved words are the system's own: they are never offered.
    """
    kind = inspect.type_info(shape)
    for name in re.findall(r"\w+", field or ""):
        if isinstance(kind, inspect.StructType):
            fields = {one.encode_name: one.type for one in kind.fields}
            if name not in fields:
                break
            kind = fields[name]
        elif isinstance(kind, inspect.VarTupleType):
            kind = kind.item_type
        kind = _without_null(kind)
    return _described(kind, reserved)


def _without_null(kind: inspect.Type) -> inspect.Type:
    if isinstance(kind, inspect.UnionType):
        (kind,) = (one for one in kind.types if not isinstance(one, inspect.NoneType))
    return kind


def _described(kind: inspect.Type, reserved: Set[str]) -> str:
    match kind:
        case inspect.Metadata(extra_json_schema={"examples": [example, *_]}):
            said = f"e.g. {example}"
        case inspect.EnumType(cls=words):
            return _one_of([word for word in words if word.value not in reserved])
        case inspect.LiteralType(values=words):
            return _one_of([word for word in words if word not in reserved])
        case inspect.StrType(min_length=least, max_length=most, pattern=pattern):
            said = f"text of {least or 0} to {most} characters{' without NUL' if pattern else ''}"
        case inspect.IntType(ge=least, le=most):
            said = f"a whole number from {least} to {most}"
        case inspect.FloatType(ge=least, le=most):
            said = f"a number from {least:g} to {most:g}"
        case inspect.VarTupleType(max_length=most):
            said = f"a list of at most {most}"
        case inspect.StructType(fields=fields):
            said = f"an object whose fields are among {', '.join(one.encode_name for one in fields)}"
        case _:
            said = "true or false"
    return f"send {said}"


def _one_of(words: list[object]) -> str:
    return f"use one of {', '.join(map(str, words))}"
