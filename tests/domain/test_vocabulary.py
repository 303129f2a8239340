from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest
from django.utils.functional import Promise
from django.utils.translation import override

import wagtail_ita.domain
from wagtail_ita.domain.certainty import Certainty
from wagtail_ita.domain.elements import Element
from wagtail_ita.domain.indicators import INDICATORS, Instrument, get_indicator

MODULES = sorted(Path(wagtail_ita.domain.__file__).parent.rglob("*.py"))


def test_the_six_elements_stand_in_their_official_order():
    assert [(element.number, element.key) for element in Element] == [
        (1, "measure"),
        (2, "steps"),
        (3, "period"),
        (4, "responsible"),
        (5, "output"),
        (6, "outcome"),
    ]
    assert Element("steps") is Element.STEPS


@pytest.mark.parametrize(
    "text",
    [
        *(element.label for element in Element),
        *(element.hint for element in Element),
        *(instrument.label for instrument in Instrument),
        *(certainty.label for certainty in Certainty),
    ],
)
def test_labels_are_lazy_and_not_empty(text):
    assert isinstance(text, Promise)
    with override("en"):
        assert str(text).strip()


def test_the_ten_indicators_belong_to_three_instruments():
    assert [indicator.number for indicator in INDICATORS] == list(range(1, 11))
    assert [indicator.instrument.code for indicator in INDICATORS] == [
        *["IIT"] * 5,
        *["EIT"] * 3,
        *["OIT"] * 2,
    ]
    assert Instrument("OIT") is Instrument.OIT


def test_an_indicator_has_a_thai_and_an_english_name():
    indicator = get_indicator(10)
    assert indicator.name("th") == "การป้องกันการทุจริต"
    assert indicator.name("th-TH") == indicator.name("th")
    assert indicator.name("en") == indicator.name("de") == "Prevention of corruption"


@pytest.mark.parametrize("number", [0, 11, -1])
def test_an_unknown_indicator_is_refused_by_its_number(number):
    with pytest.raises(ValueError) as caught:
        get_indicator(number)
    assert str(caught.value) == f"ไม่มีตัวชี้วัดที่ {number} โปรดระบุเลข 1 ถึง 10"


def test_the_first_and_the_last_indicator_can_be_had():
    assert (get_indicator(1), get_indicator(10)) == (INDICATORS[0], INDICATORS[-1])


def test_certainty_knows_what_is_weaker():
    assert Certainty.D.is_weaker_than(Certainty.C)
    assert not Certainty.A.is_weaker_than(Certainty.B)
    assert not Certainty.B.is_weaker_than(Certainty.B)


def _imports(module: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_the_domain_needs_python_one_function_of_django_and_one_of_stdnum(module):
    foreign = {
        name
        for name in _imports(module)
        if name.split(".")[0] not in sys.stdlib_module_names
        and not name.startswith("wagtail_ita.domain.")
    }
    assert foreign <= {"django.utils.translation.gettext_lazy", "stdnum.th.pin"}
