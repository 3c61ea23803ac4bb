"""What is known and not read says why; what is not known is not taken for it."""

import io

import pytest
import xlsxwriter

from foreland.sources.opening import Opened, open_bytes
from foreland.sources.registry import reader_of, why_unclaimed

NO_REASON = "no reader knows this layout"


def text(*names: str) -> Opened:
    return open_bytes((",".join(names) + "\n").encode(), "any.csv")


def sheet(*rows: list[str]) -> Opened:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        written = book.add_worksheet("Sheet1")
        for number, row in enumerate(rows):
            written.write_row(number, 0, row)
    return open_bytes(out.getvalue(), "any.xlsx")


@pytest.mark.parametrize(
    ("opened", "reason"),
    [
        (
            text(
                "URN",
                "Outcomes for legacy monitoring inspections",
                "Safeguarding standards",
                "Inclusion",
            ),
            "the monthly file of latest inspections",
        ),
        (text("vintage", "commit_date", "commit", "blob"), "the days of LAIT's versions"),
        (text("short_desc", "theme", "kent_years", "missing_share"), "derived by a third party"),
        (
            text("vintage", "commit_date", "measure_short", "field", "old", "new"),
            "derived by a third party",
        ),
        (
            text("local-authority-code", "la-deprivation-score", "la-imd-pop-decile"),
            "not the official one",
        ),
        (
            text("stat_neighbours", "stat_neighbours_la_code", "ofsted_ilacs_scrape_la_name"),
            "a third party's join",
        ),
        (text("Variable", "Label", "Type", "Description"), "it has no figures"),
        (text("Column", "Metafile heading", "Metafile description"), "it has no figures"),
        (text("Field Number", "Field Reference", "Field Name", "Values"), "it has no figures"),
        (text("Column", "Field Name", "Description"), "it has no figures"),
        (text("LEA", "LA Name", "REGION", "REGION NAME"), "which the register has"),
        (sheet(["LA Number", "LA Name", "Region", "Type"]), "which the register has"),
        (sheet(["Old LA Code", "New LA Code", "LA Name"]), "which the register has"),
        (
            open_bytes(b'[{"LAId":"1","Abs_Persistent_Est_Current_Pct":"2"}]', "any.json"),
            "does not name its years",
        ),
        (
            open_bytes(b"Key stage 4\nAcademic year 2023/24\n\nDescription\n\nText\n", "any.txt"),
            "the publisher's guidance",
        ),
    ],
)
def test_a_file_that_is_known_and_not_read_says_why(opened: Opened, reason: str) -> None:
    assert reader_of(opened) is None
    assert reason in why_unclaimed(opened)


def test_a_file_that_nobody_knows_is_not_given_another_files_reason() -> None:
    for opened in (
        text("a", "b"),
        sheet(["a"]),
        open_bytes(b"A title\nWords\n\nMore\n", "any.txt"),
        open_bytes(b'[{"LAId": 1}]', "any.json"),
    ):
        assert why_unclaimed(opened) == NO_REASON
