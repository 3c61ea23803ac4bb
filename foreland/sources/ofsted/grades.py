"""Ofsted's words for its grades, and the dates on which what it judges changed.

A word is read as a number only where it is one of these; anything else is set aside.
"""

from datetime import date

#: Overall effectiveness. Satisfactory became Requires improvement in September 2012.
WORDS = {1: "Outstanding", 2: "Good", 3: "Requires improvement", 4: "Inadequate"}

NUMBERS = {
    "outstanding": 1,
    "good": 2,
    "requires improvement": 3,
    "satisfactory": 3,
    "inadequate": 4,
}

#: The first day on which inspections of state-funded schools gave no overall grade.
NO_OVERALL_GRADE = date(2024, 9, 1)

#: The first day of report cards.
REPORT_CARDS = date(2025, 11, 10)

OVERALL, FOUR, CARDS = "overall effectiveness", "four judgements", "report card"
