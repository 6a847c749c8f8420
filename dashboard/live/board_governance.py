"""What stands on the governance center's board: the identifiers that its frame and its live values share."""

from pipelines.domain.housing import RentalGrade, RentalType
from pipelines.domain.matter import AGE_DAYS

MOST_OLDEST = 3
MOST_SPOTS = 4
KINDS = ("disputes", "petitions")
AGES = range(len(AGE_DAYS) + 1)
PERIODS = ("month", "year")
ALL = "all"
TYPES, GRADES = (*RentalType, ALL), (*RentalGrade, ALL)
