"""Where a merged case has gone, as far as a viewer may see it."""

from db.case_reader import CaseReader
from pipelines.domain.access import Viewer, may_view
from pipelines.domain.case import Case


def parent_of(files: CaseReader, viewer: Viewer, case: Case) -> Case | None:
    """Where a merged case has gone in the end; None where the viewer may not see that, or nobody knows it."""
    found, passed = case, {case.case_id}
    while found.merged_into is not None and found.merged_into not in passed:
        file = files.files([found.merged_into]).get(found.merged_into)
        if file is None:
            return None
        found = file.case
        passed.add(found.case_id)
    return found if found is not case and may_view(viewer, found.places) else None


def without_foreign(files: CaseReader, viewer: Viewer, case: Case) -> Case:
    """The case, without the number of the one that it was merged into where the viewer may not see that one."""
    if case.merged_into is None or viewer.sees_all:
        return case
    into = files.files([case.merged_into]).get(case.merged_into)
    is_seen = into is not None and may_view(viewer, into.case.places)
    return case if is_seen else case.changed(merged_into=None)
