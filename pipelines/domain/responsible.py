"""Who answers for a unit: 一长三员一队, a chief, an instructor, a liaison, a worker, and a service team."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Duty(StrEnum):
    """What somebody is responsible for in a unit, the most accountable first."""

    CHIEF = "chief"
    INSTRUCTOR = "instructor"
    LIAISON = "liaison"
    WORKER = "worker"
    SERVICE_TEAM = "service_team"


@dataclass(frozen=True, slots=True)
class Responsible:
    """A person or team in a unit's roster from a day on, until the day before another; None is open-ended."""

    unit: str
    duty: Duty
    name: str
    phone: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether that is so on a day."""
        return (self.valid_from or date.min) <= day < (self.valid_to or date.max)
