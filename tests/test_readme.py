"""What README says must hold."""

from pathlib import Path

from pipelines.domain.settings import CATALOGUE

ROOT = Path(__file__).parent.parent


def settings_table() -> str:
    return "\n".join(
        f"| {one.variable} | {f'`{one.default}`' if one.default else '—'} | {one.meaning} |" for one in CATALOGUE
    )


def test_the_settings_table_is_the_one_in_code() -> None:
    assert settings_table() in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_two_commands_come_first() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert lines[2].strip().startswith("make run")
    assert lines[3].strip().startswith("make test")


def test_pictures_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    pictures = [part.split(")")[0] for part in text.split("](")[1:] if part.split(")")[0].endswith(".png")]
    assert pictures
    assert all((ROOT / picture).is_file() for picture in pictures)
