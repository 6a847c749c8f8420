"""`threecenter key` and `threecenter user`."""

import getpass
import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from db.account_store import AccountStore
from db.codec import to_millis
from db.engine import Database
from db.org_store import OrgStore
from pipelines.commands.context import database, out
from pipelines.domain.access import ALL, Key, Permission, Role, Viewer
from pipelines.domain.errors import AccessError

key_app = typer.Typer(help="Keys of sending and reading systems", no_args_is_help=True)
user_app = typer.Typer(help="Accounts of people", no_args_is_help=True)
SCOPE = Annotated[str, typer.Option(help="a place code, or ALL")]


def _now() -> int:
    return to_millis(datetime.now(UTC))


@key_app.command("create")
def key_create(
    name: Annotated[str, typer.Option()],
    scope: SCOPE,
    may: Annotated[str, typer.Option(help="send,read[,backfill,confirm]")],
    simulated: Annotated[bool, typer.Option("--simulated")] = False,
) -> None:
    """Make a key and print it, alone, on standard output."""
    found = database()
    if not name.strip() or len(name) > 64:
        raise AccessError(f"key '{name[:64]}': cannot be a name; choose 1 to 64 characters")
    known = {permission.value for permission in Permission}
    words = {word.strip() for word in may.split(",")}
    if not words <= known:
        raise AccessError(f"--may: unknown {sorted(words - known)}; use some of {sorted(known)}")
    _check_scope(found, scope)
    rights = frozenset(Permission(word) for word in words)
    print(AccountStore(found.log).create_key(Key(name, scope, rights, simulated), _now()))


def _check_scope(found: Database, scope: str) -> None:
    if scope != ALL:
        OrgStore(found.log).tree().unit(scope)


@key_app.command("list")
def key_list() -> None:
    """Print name, scope and rights of every living key."""
    for key in AccountStore(database().log).keys().values():
        kind = "simulated" if key.is_simulated else "real"
        print(f"{key.name}\t{key.scope}\t{','.join(sorted(key.may))}\t{kind}")


@key_app.command("revoke")
def key_revoke(name: str) -> None:
    """End a key."""
    AccountStore(database().log).revoke_key(name, _now())
    out.print(f"key {name}: revoked", markup=False)


@user_app.command("create")
def user_create(
    name: Annotated[str, typer.Option()],
    role: Annotated[Role, typer.Option()],
    scope: SCOPE,
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="read it from standard input")] = False,
) -> None:
    """Make an account, or set an existing one anew."""
    found = database()
    _check_scope(found, scope)
    password = sys.stdin.readline().rstrip("\n") if password_stdin else getpass.getpass("password: ")
    if len(password) < 8:
        raise AccessError("password: shorter than 8 characters; choose a longer one")
    accounts = AccountStore(found.log)
    accounts.put_account(Viewer(name, frozenset({scope}), role), password)
    accounts.record(getpass.getuser(), "user create", name, _now())
    out.print(f"user {name}: can sign in", markup=False)
