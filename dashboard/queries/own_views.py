"""The addresses that a viewer keeps: always of the own account, and of no key."""

from collections.abc import Sequence

from db.view_store import ViewStore
from pipelines.domain.access import Viewer
from pipelines.domain.saved_view import SavedView, ViewError, ViewFault, view_name


class OwnViews:
    """Whoever is not signed in with an account has none and may keep none."""

    def __init__(self, store: ViewStore) -> None:
        self._store = store

    def of(self, viewer: Viewer) -> Sequence[SavedView]:
        """All of the viewer, by name."""
        return self._store.views(viewer.name) if viewer.has_account else ()

    def save(self, viewer: Viewer, name: str, address: str) -> None:
        """Keep an address of ours, which the caller has checked; ViewError says why not."""
        self._store.save(_account(viewer), SavedView(view_name(name), address))

    def rename(self, viewer: Viewer, name: str, new: str) -> None:
        """Give one another name; ViewError says why not."""
        self._store.rename(_account(viewer), name, view_name(new))

    def delete(self, viewer: Viewer, name: str) -> None:
        """Forget one; ViewError when there is none."""
        self._store.delete(_account(viewer), name)


def _account(viewer: Viewer) -> str:
    if not viewer.has_account:
        raise ViewError(ViewFault.ACCOUNT, f"views of {viewer.name}: only an account keeps views; sign in")
    return viewer.name
