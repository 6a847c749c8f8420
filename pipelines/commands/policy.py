"""`threecenter policy`: what holds for the whole deployment."""

import getpass
from datetime import UTC, datetime
from typing import Annotated

import typer

from db.policy_store import PolicyStore
from pipelines.commands.context import database, out
from pipelines.domain.ranking import RankingChange, read_ranking

SHOWN_CHANGES = 20
policy_app = typer.Typer(help="What holds for the whole deployment", no_args_is_help=True)


@policy_app.command("ranking")
def policy_ranking(value: Annotated[str, typer.Argument(help="rank, benchmark or off", metavar="POLICY")]) -> None:
    """Show places with ranks, against the middle one in a fixed order, or without any comparison."""
    wanted = read_ranking(value)
    before = PolicyStore(database().log).set_ranking(wanted, getpass.getuser(), datetime.now(UTC))
    out.print(f"ranking: {wanted}" + ("" if before is wanted else f" (was {before})"), markup=False)


@policy_app.command("show")
def policy_show() -> None:
    """Print each policy, and who changed it when, newest first."""
    store = PolicyStore(database().log)
    print(f"ranking\t{store.ranking()}")
    for one in store.ranking_changes(SHOWN_CHANGES):
        print(_line(one))


def _line(change: RankingChange) -> str:
    at = change.at.isoformat(timespec="seconds")
    return f"{at}\t{change.actor}\tranking\t{change.before} -> {change.after}"
