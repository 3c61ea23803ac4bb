"""The tables of schools that are read, and which of their columns."""

from foreland.model.statuses import Status
from foreland.model.units import Unit
from foreland.sources.school_tables.points import DEGREES, METRES
from foreland.sources.school_tables.tables import TRUSTS, Figure, SchoolTable, reader

_P, _S, _N = Unit.PERCENT, Unit.SCORE, Unit.COUNT
_BOYS, _GIRLS = "sex=boys", "sex=girls"
_DIS, _NOT = "disadvantage=disadvantaged", "disadvantage=not-disadvantaged"
_SELECTED = ("a third party's choice of columns of the performance tables",)

KS2 = SchoolTable(
    name="ks2",
    title="Key stage 2 results of schools",
    known_by=("URN", "KS2 Pupils", "Reading Progress", "Overall Meet Std", "Academic Year"),
    year="Academic Year",
    figures={
        "KS2 Pupils": Figure("pupils", _N),
        "KS2 Boys": Figure("pupils", _N, _BOYS),
        "KS2 Girls": Figure("pupils", _N, _GIRLS),
        "Reading Progress": Figure("reading_progress", _S),
        "Reading Score": Figure("reading_score", _S),
        "Reading Meet Std": Figure("reading_expected", _P),
        "Reading Exceed Std": Figure("reading_higher", _P),
        "Writing Progress": Figure("writing_progress", _S),
        "Writing Meet Std": Figure("writing_expected", _P),
        "Writing Exceed Std": Figure("writing_higher", _P),
        "Maths Progress": Figure("maths_progress", _S),
        "Maths Score": Figure("maths_score", _S),
        "Maths Meet Std": Figure("maths_expected", _P),
        "Maths Exceed Std": Figure("maths_higher", _P),
        "Overall Meet Std": Figure("reading_writing_maths_expected", _P),
        "Overall Exceed Std": Figure("reading_writing_maths_higher", _P),
    },
    caveats=(*_SELECTED, "writing is a teacher's judgement: it has no scaled score of a test"),
)

KS2_2019 = SchoolTable(
    name="ks2-progress",
    title="Key stage 2 progress of schools",
    known_by=("RECTYPE", "URN", "READPROG", "WRITPROG", "MATPROG", "LATITUDE"),
    figures={
        "READPROG": Figure("reading_progress", _S),
        "WRITPROG": Figure("writing_progress", _S),
        "MATPROG": Figure("maths_progress", _S),
    },
    points=DEGREES,
    caveats=_SELECTED,
)

KS4 = SchoolTable(
    name="ks4",
    title="Key stage 4 results of schools",
    known_by=("URN", "KS4 Pupils", "Progress 8", "Attainment 8", "Academic Year"),
    year="Academic Year",
    figures={
        "KS4 Pupils": Figure("pupils", _N),
        "KS4 Boys": Figure("pupils", _N, _BOYS),
        "KS4 Girls": Figure("pupils", _N, _GIRLS),
        "Progress 8": Figure("progress_8", _S),
        "Progress 8 Boys": Figure("progress_8", _S, _BOYS),
        "Progress 8 Girls": Figure("progress_8", _S, _GIRLS),
        "Attainment 8": Figure("attainment_8", _S),
        "Attainment 8 Boys": Figure("attainment_8", _S, _BOYS),
        "Attainment 8 Girls": Figure("attainment_8", _S, _GIRLS),
        "Eng Maths Grade 5": Figure("english_and_maths_5", _P),
        "Entering EBacc": Figure("ebacc_entered", _P),
    },
    caveats=_SELECTED,
)

_KS4_2019 = {
    "P8MEA": Figure("progress_8", _S),
    "ATT8SCR": Figure("attainment_8", _S),
    "PTL2BASICS_94": Figure("english_and_maths_4", _P),
    "PTL2BASICS_95": Figure("english_and_maths_5", _P),
    "PTEBACC_E_PTQ_EE": Figure("ebacc_entered", _P),
    "EBACCAPS": Figure("ebacc_points", _S),
}

KS4_2019 = SchoolTable(
    name="ks4-selected",
    title="Key stage 4 results of schools",
    known_by=("RECTYPE", "URN", "P8MEA", "ATT8SCR", "PTL2BASICS_95", "LATITUDE"),
    figures=_KS4_2019,
    points=DEGREES,
    caveats=_SELECTED,
)

KS4_PROVISIONAL = SchoolTable(
    name="ks4-provisional",
    title="Key stage 4 results of schools, provisional",
    known_by=("RECTYPE", "URN", "TPUP", "P8MEA_ORIG", "PTL2BASICS_94"),
    figures={
        "TPUP": Figure("pupils", _N),
        **_KS4_2019,
        "P8CILOW": Figure("progress_8_lower", _S),
        "P8CIUPP": Figure("progress_8_upper", _S),
    },
    status=Status.PROVISIONAL,
)

KS4_GROUPS = SchoolTable(
    name="ks4-groups",
    title="Key stage 4 results of mainstream schools, disadvantaged and other pupils",
    known_by=("URN", "ATT8SCR_FSM6CLA1A", "ATT8SCR_NFSM6CLA1A", "ATT8SCR_BOYS", "easting"),
    figures={
        "ATT8SCR": Figure("attainment_8", _S),
        "ATT8SCR_FSM6CLA1A": Figure("attainment_8", _S, _DIS),
        "ATT8SCR_NFSM6CLA1A": Figure("attainment_8", _S, _NOT),
        "ATT8SCR_BOYS": Figure("attainment_8", _S, _BOYS),
        "ATT8SCR_GIRLS": Figure("attainment_8", _S, _GIRLS),
        "P8MEA": Figure("progress_8", _S),
        "P8MEA_FSM6CLA1A": Figure("progress_8", _S, _DIS),
        "P8MEA_NFSM6CLA1A": Figure("progress_8", _S, _NOT),
        "PTFSM6CLA1A": Figure("share_of_cohort", _P, _DIS),
        "PTPRIORLO": Figure("prior_low", _P),
        "PTPRIORHI": Figure("prior_high", _P),
        "PERCTOT": Figure("absence", _P),
        "PPERSABS10": Figure("persistent_absence", _P),
    },
    points=METRES,
    caveats=("a third party's join of published tables; mainstream schools alone",),
)

KS5 = SchoolTable(
    name="ks5",
    title="A-level results of schools",
    known_by=("URN", "KS5 Pupils", "Avg A-level Points", "Avg A-level Grade", "Academic Year"),
    year="Academic Year",
    figures={
        "KS5 Pupils": Figure("pupils", _N),
        "Avg A-level Points": Figure("a_level_points", _S),
    },
    caveats=_SELECTED,
)

KS5_2019 = SchoolTable(
    name="ks5-selected",
    title="A-level results of schools",
    known_by=("RECTYPE", "URN", "VA_INS_ALEV", "TALLPPE_ALEV_1618", "LATITUDE"),
    figures={
        "VA_INS_ALEV": Figure("a_level_value_added", _S),
        "TALLPPE_ALEV_1618": Figure("a_level_points", _S),
    },
    points=DEGREES,
    caveats=_SELECTED,
)

KS5_FULL = SchoolTable(
    name="ks5-full",
    title="16 to 18 results of schools and colleges",
    known_by=("RECTYPE", "URN", "TPUP1618", "TALLPUP_ALEV_1618", "TALLPPE_ALEV_1618", "TAB15"),
    figures={
        "TPUP1618": Figure("pupils", _N),
        "TALLPUP_ALEV_1618": Figure("a_level_pupils", _N),
        "TALLPPE_ALEV_1618": Figure("a_level_points", _S),
        "TALLPUP_ACAD_1618": Figure("academic_pupils", _N),
        "TALLPPE_ACAD_1618": Figure("academic_points", _S),
        "TALLPPE_ALEV_1618_DIS": Figure("a_level_points", _S, _DIS),
        "TALLPPE_ALEV_1618_NOTDIS": Figure("a_level_points", _S, _NOT),
    },
)


def _destinations() -> dict[str, Figure]:
    shares = {
        "OVERALL_DEST": "sustained",
        "EDUCATION": "education",
        "APPREN": "apprenticeship",
        "EMPLOYMENT": "employment",
        "NOT_SUSTAINED": "not_sustained",
        "UNKNOWN": "unknown",
    }
    found = {}
    for suffix, group in (("", "all"), ("_DIS", _DIS), ("_NONDIS", _NOT)):
        found[f"COHORT{suffix}"] = Figure("leavers", _N, group)
        for column, measure in shares.items():
            found[f"{column}PER{suffix}"] = Figure(measure, _P, group)
    return found


DESTINATIONS = SchoolTable(
    name="ks4-destinations",
    title="Destinations after key stage 4, of the leavers of",
    known_by=("RECTYPE", "URN", "COHORT", "OVERALL_DESTPER", "COHORT_NONDIS"),
    figures=_destinations(),
    before=2,
    caveats=("the pupils left two years before the year of the table",),
)

ABSENCE = SchoolTable(
    name="absence",
    title="Absence of schools",
    known_by=("LA", "ESTAB", "URN", "PERCTOT", "PPERSABS10"),
    exactly=True,
    figures={
        "PERCTOT": Figure("absence", _P),
        "PPERSABS10": Figure("persistent_absence", _P),
    },
)

FREE_MEALS = SchoolTable(
    name="free-school-meals",
    title="Pupils eligible for free school meals, by school",
    known_by=("urn", "school_name", "la_name", "fsm_prop"),
    exactly=True,
    key="urn",
    january=True,
    figures={"fsm_prop": Figure("fsm_eligible", _P)},
    caveats=("a third party's choice of columns of the school census",),
)

MATS = SchoolTable(
    name="ks4-trusts",
    title="Key stage 4 results of multi-academy trusts",
    known_by=("TIME_PERIOD", "TRUST_UID", "ATT8SCR_WGTAVG", "P8MEA_WGTAVG"),
    key="TRUST_UID",
    register=TRUSTS,
    year="TIME_PERIOD",
    figures={
        "NUMINST_MATPTINC": Figure("schools", _N),
        "TPUP_MATPTINC": Figure("pupils", _N),
        "ATT8SCR_WGTAVG": Figure("attainment_8", _S),
        "P8MEA_WGTAVG": Figure("progress_8", _S),
        "P8CILOW": Figure("progress_8_lower", _S),
        "P8CIUPP": Figure("progress_8_upper", _S),
        "PTL2BASICS_95_WGTAVG": Figure("english_and_maths_5", _P),
        "ATT8SCR_WGTAVG_FSM6CLA1A": Figure("attainment_8", _S, _DIS),
        "P8MEA_WGTAVG_FSM6CLA1A": Figure("progress_8", _S, _DIS),
        "ATT8SCR_WGTAVG_NFSM6CLA1A": Figure("attainment_8", _S, _NOT),
        "P8MEA_WGTAVG_NFSM6CLA1A": Figure("progress_8", _S, _NOT),
    },
    caveats=("averages weighted by pupils, of schools three years or more in the trust",),
)

#: The column is called an academic year and is none. Each file holds the schools that were open on
#: 31 March of its year: by the list of schools the last opened before that day, and those that
#: closed did so from that winter on. So it is of the financial year that ended on that day.
FINANCES = SchoolTable(
    name="income-and-spending",
    title="Income and spending of maintained schools",
    known_by=("URN", "Income", "Expenditure", "Balance", "Academic Year"),
    year="Academic Year",
    financial=True,
    exactly=True,
    figures={
        "Income": Figure("income", Unit.POUNDS),
        "Expenditure": Figure("expenditure", Unit.POUNDS),
        "Balance": Figure("in_year_balance", Unit.POUNDS),
    },
    caveats=(
        *_SELECTED,
        "academies are not in it, so it holds fewer schools each year",
        "the balance is the year's income less its spending, negative where more was spent: it is "
        "not what the school has in reserve",
        "fewer schools than the totals published by authority count: 16,240 of 16,774 in 2015-16",
    ),
)

READERS = tuple(
    reader(spec)
    for spec in (
        KS2,
        KS2_2019,
        KS4,
        KS4_2019,
        KS4_PROVISIONAL,
        KS4_GROUPS,
        KS5,
        KS5_2019,
        KS5_FULL,
        DESTINATIONS,
        ABSENCE,
        FREE_MEALS,
        MATS,
        FINANCES,
    )
)
