"""The viewer of the request that is being answered; the gate sets it, every query takes it."""

from contextvars import ContextVar

from pipelines.domain.access import Viewer

NOBODY = Viewer("nobody", frozenset())
_viewer: ContextVar[Viewer] = ContextVar("viewer", default=NOBODY)


def current_viewer() -> Viewer:
    """Who asks; without a gate nobody, who sees nothing."""
    return _viewer.get()


def set_viewer(viewer: Viewer) -> None:
    """Say who asks, for the rest of this request."""
    _viewer.set(viewer)
