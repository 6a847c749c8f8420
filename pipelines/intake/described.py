"""How the routes of the intake describe themselves: the shapes they take, and their answers."""

from collections.abc import Mapping
from typing import Any

import msgspec

from pipelines.streams.payload import Payload
from pipelines.streams.record_payload import VALUES, RecordPayload

(_EVENT_REF, _RECORD_REF, *_VALUE_REFS), _PARTS = msgspec.json.schema_components(
    [Payload, RecordPayload, *VALUES.values()], ref_template="#/components/schemas/{name}"
)
_ERRORS = {
    401: "unknown or revoked key",
    403: "step or place outside the key's rights",
    409: "same event_id with another body",
    413: "too large, too deep or too many",
    422: "something that cannot be understood",
    503: "the store cannot keep it now",
}


def _inline(schema: Any) -> Any:  # noqa: ANN401
    if isinstance(schema, dict):
        if "$ref" in schema:
            return _inline(_PARTS[schema["$ref"].rsplit("/", 1)[1]])
        return {name: _inline(part) for name, part in schema.items()}
    return [_inline(part) for part in schema] if isinstance(schema, list) else schema


def _record(type_: str, values: Any) -> dict[str, Any]:  # noqa: ANN401
    shape: dict[str, Any] = _inline(_RECORD_REF)
    own = {"type": {"const": type_}, "values": _inline(values)}
    return shape | {"title": f"Record: {type_}", "properties": shape["properties"] | own}


def _described(name: str, one: Mapping[str, Any]) -> dict[str, Any]:
    many = {"type": "object", "required": [name], "properties": {name: {"type": "array", "items": one}}}
    content = {"application/json": {"schema": {"anyOf": [one, many]}}}
    return {
        "status_code": 202,
        "summary": f"Send one of the {name}, or up to 1,000 that go in together",
        "responses": {code: {"description": text} for code, text in _ERRORS.items()},
        "openapi_extra": {"requestBody": {"required": True, "content": content}},
    }


EVENTS_API = _described("events", _inline(_EVENT_REF))
RECORDS_API = _described(
    "records", {"anyOf": [_record(*one) for one in zip(map(str, VALUES), _VALUE_REFS, strict=True)]}
)
