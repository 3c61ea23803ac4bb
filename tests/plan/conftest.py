"""A catalogue of six invented indicators, enough for every rule of a plan."""

import pytest

from foreland.indicators.catalogue import Catalogue
from foreland.indicators.schema import Theme

_DEFINITION = "An invented indicator, for tests alone."


def _indicator(name: str, polarity: str, unit: str, period: str, *groups: str) -> dict[str, object]:
    return {
        "id": name,
        "title": name.capitalize(),
        "definition": _DEFINITION,
        "unit": unit,
        "polarity": polarity,
        "precision": 0,
        "period": period,
        "series": [
            {"source": "local", "code": f"{name}-{group}", "group": group}
            for group in ("all", *groups)
        ],
    }


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue(
        [
            Theme.model_validate(
                {
                    "id": "invented",
                    "title": "Invented",
                    "indicators": [
                        _indicator("readers", "higher", "percent", "academic", "fsm=yes", "fsm=no"),
                        _indicator("absence", "lower", "percent", "academic"),
                        _indicator("spare", "band", "percent", "academic", "phase=primary"),
                        _indicator("pupils", "none", "count", "academic"),
                        _indicator("good", "higher", "percent", "snapshot"),
                        _indicator("exclusions", "lower", "count", "financial"),
                    ],
                }
            )
        ]
    )
