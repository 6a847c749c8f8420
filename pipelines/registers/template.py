"""An empty register file to fill in: the header, and for workbooks a sheet that explains each column."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from pipelines.domain.errors import RegisterError
from pipelines.registers.column import Column

_EXPLANATION = ("column", "required", "meaning")


def explanation(columns: Sequence[Column]) -> list[tuple[str, str, str]]:
    """A line for each column: name, yes or no, meaning."""
    return [(one.name, "yes" if one.is_required else "no", one.meaning) for one in columns]


def write_template(columns: Sequence[Column], to: Path) -> None:
    """Write the empty file, CSV or XLSX by its name; RegisterError when it cannot be, or is there already."""
    if to.suffix.lower() not in {".csv", ".xlsx"}:
        raise RegisterError(f"{to.name}: is of no known kind; give a name that ends in .csv or .xlsx")
    content = _workbook(columns) if to.suffix.lower() == ".xlsx" else _csv(columns)
    try:
        with to.open("xb") as file:
            file.write(content)
    except OSError as error:
        raise RegisterError(f"{to}: cannot be written ({error.strerror}); name another file") from None


def _csv(columns: Sequence[Column]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerow([one.name for one in columns])
    return text.getvalue().encode("utf-8-sig")


def _workbook(columns: Sequence[Column]) -> bytes:
    from openpyxl import Workbook  # takes longer to import than most commands run

    book, content = Workbook(), io.BytesIO()
    book.active.append([one.name for one in columns])
    help_ = book.create_sheet("columns")
    for line in (_EXPLANATION, *explanation(columns)):
        help_.append(line)
    book.save(content)
    return content.getvalue()
