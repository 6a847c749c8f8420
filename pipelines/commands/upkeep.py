"""`threecenter rebuild`, `reconcile` and `doctor`: what keeps a deployment well."""

from typing import Annotated

import typer
from rich.console import Console

from pipelines.commands import context

upkeep_app = typer.Typer()


@upkeep_app.command()
def rebuild() -> None:
    """Make everything derived anew from the log; stop the worker first."""
    from pipelines.rebuild import rebuild_all

    rebuild_all(context.settings(), context.database(), Console())


@upkeep_app.command()
def reconcile(
    repair: Annotated[bool, typer.Option("--repair", help="write the true figures where the live ones differ")] = False,
) -> None:
    """Compare live figures with those recomputed from SQL, while everything runs; exit 1 when any differ."""
    from pipelines.reconcile_run import run_reconcile

    has_differences = run_reconcile(context.settings(), context.database(), repair, context.out)
    raise typer.Exit(1 if has_differences else 0)


@upkeep_app.command()
def doctor() -> None:
    """Say what is wrong with this installation, and how to mend it."""
    from pipelines.doctor import examine

    findings = list(examine(context.settings()))
    for one in findings:
        context.out.print(f"{'ok  ' if one.is_well else 'FAIL'}  {one.name}: {one.found}", markup=False)
    raise typer.Exit(0 if all(one.is_well for one in findings) else 1)
