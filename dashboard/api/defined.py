"""The JSON of the catalogue: what every figure is called and what it means."""

from typing import Any

from dashboard.wording.definitions import entry_definition, entry_label
from dashboard.wording.words import Language
from pipelines.domain.kpi.catalogue import Entry

_BETTER = {True: "higher", False: "lower", None: None}


def entry_json(entry: Entry) -> dict[str, Any]:
    """One figure; `id` is its name in `rates` and `durations`, and with its basis in `counts`; no owner is all."""
    return {
        "id": entry.identifier,
        "kind": entry.kind,
        "basis": entry.basis,
        "formula": entry.formula,
        "better": _BETTER[entry.is_higher_better],
        "target": entry.target,
        "owner": entry.owner,
        "version": entry.version,
        "name": {language.value: entry_label(entry, language) for language in Language},
        "definition": {language.value: entry_definition(entry, language) for language in Language},
    }
