"""The one family of errors. Each message names the thing, the fault and the way out.

ThreeCenterError
├── SettingsError      a setting is missing or odd; the process stops
├── RegisterError      a file of places, items or other master data is wrong
├── PeriodError        a period that cannot be read
├── QuestionError      a figure or list that does not exist is asked for
├── AccessError        the viewer may not see or do this
├── UnknownPlaceError  no such place
├── ChangedError       what was to be changed is not as it was any more
├── SendError          the intake does not take what the dashboard sends
├── ViewError          a view cannot be kept under its name; in saved_view.py, with the reason
├── ExportError        a file cannot be written where it was asked for
└── StoreError         a store does not answer, or holds something else than expected
"""


class ThreeCenterError(Exception):
    """Something a person can mend: the message says what and how."""


class SettingsError(ThreeCenterError):
    """A setting is missing or cannot be used."""


class RegisterError(ThreeCenterError):
    """Master data that contradict themselves or the form asked for."""


class PeriodError(ThreeCenterError):
    """A period that is not one of the known forms."""


class QuestionError(ThreeCenterError):
    """A figure, list or filter that does not exist."""


class AccessError(ThreeCenterError):
    """The viewer's scope or role does not reach so far."""


class UnknownPlaceError(ThreeCenterError):
    """A place code that no register holds."""


class ChangedError(ThreeCenterError):
    """What somebody wanted to change has been changed by somebody else."""


class SendError(ThreeCenterError):
    """The intake does not answer, or refuses what was sent in a viewer's name."""


class ExportError(ThreeCenterError):
    """A file that cannot be written where it was asked for."""


class StoreError(ThreeCenterError):
    """A store does not answer or cannot keep what it is given."""
