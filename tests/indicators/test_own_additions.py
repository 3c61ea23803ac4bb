"""An area adds its own indicators in its folder, and may replace a packaged one, without code."""

from pathlib import Path

import pytest

from foreland.indicators.catalogue import THEMES, Catalogue
from foreland.model.problems import ForelandError

OWN = """\
id: {theme}
title: "Ours"
indicators:
  - id: {name}
    title: "Children who can swim"
    definition: "Out of every 100 eleven-year-olds, how many swim 25 metres."
    unit: percent
    polarity: higher
    series:
      - {{source: local, code: "swim"}}
"""


def put(folder: Path, file: str = "own.yaml", more: str = "", **names: str) -> None:
    text = OWN.format(**({"theme": "ours", "name": "swimmers"} | names))
    (folder / file).write_text(text + more, "utf-8")


def test_own_theme_follows_the_packaged_ones(tmp_path: Path) -> None:
    put(tmp_path)
    catalogue = Catalogue.load(tmp_path)
    assert tuple(theme.id for theme in catalogue.themes) == (*THEMES, "ours")
    assert catalogue.get("swimmers").theme == "ours"
    assert "local:swim" in catalogue.source_codes()


def test_own_indicator_may_join_a_packaged_theme(tmp_path: Path) -> None:
    put(tmp_path, theme="send")
    catalogue = Catalogue.load(tmp_path)
    assert catalogue.theme("send").indicators[-1].id == "swimmers"
    assert catalogue.theme("send").title == Catalogue.load().theme("send").title
    assert "ehc_20_weeks" in catalogue


def test_second_indicator_of_one_id_needs_to_say_that_it_replaces(tmp_path: Path) -> None:
    put(tmp_path, name="gld")
    with pytest.raises(ForelandError, match=r"line 4.*'gld' a second time.*early-years"):
        Catalogue.load(tmp_path)
    put(tmp_path, name="gld", more="    replaces: true\n")
    catalogue = Catalogue.load(tmp_path)
    assert catalogue.get("gld").title == "Children who can swim"
    assert "gld" not in [i.id for i in catalogue.theme("early-years").indicators]
    assert len(catalogue.indicators) == len(Catalogue.load().indicators)


def test_two_own_files_may_not_hold_one_id(tmp_path: Path) -> None:
    put(tmp_path, "a.yaml")
    put(tmp_path, "b.yaml")
    with pytest.raises(ForelandError, match=r"b\.yaml, line 4.*'swimmers' a second time"):
        Catalogue.load(tmp_path)


def test_one_file_may_not_hold_one_id_twice(tmp_path: Path) -> None:
    again = OWN.format(theme="ours", name="swimmers").split("indicators:\n")[1]
    put(tmp_path, more=again)
    with pytest.raises(ForelandError, match=r"line 11.*'swimmers' a second time"):
        Catalogue.load(tmp_path)


def test_replacing_what_is_not_there_suggests_the_nearest(tmp_path: Path) -> None:
    put(tmp_path, name="persistent_absense", more="    replaces: true\n")
    with pytest.raises(ForelandError, match="Did you mean persistent_absence"):
        Catalogue.load(tmp_path)


def test_file_with_a_byte_order_mark_and_crlf_is_read(tmp_path: Path) -> None:
    text = OWN.format(theme="ours", name="swimmers").replace("\n", "\r\n")
    (tmp_path / "own.yaml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert Catalogue.load(tmp_path).get("swimmers").unit == "percent"


def test_additions_do_not_stay_for_the_next_folder(tmp_path: Path) -> None:
    put(tmp_path)
    Catalogue.load(tmp_path)
    assert "swimmers" not in Catalogue.load()
    assert "swimmers" not in Catalogue.load(tmp_path / "nowhere")
