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

#: What a report card gives for each area, from the best to the worst. No function turns one into
#: a number or into a grade of before (methodology of June 2026: not directly comparable).
CARD_WORDS = (
    "Exceptional",
    "Strong standard",
    "Expected standard",
    "Needs attention",
    "Urgent improvement",
)

#: What stands beside the five: no sixth form or nursery to judge, or left unjudged.
NO_WORD = ("Not applicable", "Not judged")

#: Safeguarding has no word of the five: it is met or not.
SAFEGUARDING, SAFEGUARDING_WORDS = "Safeguarding", ("Met", "Not met")

#: The areas of a report card, in the publisher's order.
CARD_AREAS = (
    "Inclusion",
    "Curriculum and teaching",
    "Achievement",
    "Attendance and behaviour",
    "Personal development and wellbeing",
    "Early years",
    "Post-16 provision",
    "Leadership and governance",
)

#: The judgements of September 2024 to November 2025 (and, beside the overall grade, before), by
#: the names under which they are kept.
KEY_JUDGEMENTS = {
    "quality_of_education": "Quality of education",
    "behaviour_and_attitudes": "Behaviour and attitudes",
    "personal_development": "Personal development",
    "leadership_and_management": "Leadership and management",
    "early_years": "Early years provision",
    "sixth_form": "Sixth form provision",
}
