"""The stages of a chain, from little that a site says of them."""

from __future__ import annotations

import pytest

from wagtail_ita.domain.chains import Stage, default_chain, make_chain

CHECKED = "ตรวจสอบแล้วถูกต้อง"
ORDERED = "เห็นชอบ ให้เผยแพร่"


def test_the_last_stage_is_the_order_and_the_others_give_their_opinion() -> None:
    first, second, last = make_chain(
        [{"position": "  รองปลัด "}, {"position": "ปลัด"}, {"position": "นายก"}]
    )
    assert [each.position for each in (first, second, last)] == ["รองปลัด", "ปลัด", "นายก"]
    assert [each.heading for each in (first, second, last)] == [
        "ความเห็นรองปลัด",
        "ความเห็นปลัด",
        "คำสั่งนายก",
    ]
    assert [each.group for each in (first, second, last)] == ["รองปลัด", "ปลัด", "นายก"]
    assert first.opinion == second.opinion
    assert first.opinion.startswith(CHECKED)
    assert last.opinion.startswith(ORDERED)


def test_what_a_site_says_of_a_stage_is_taken() -> None:
    own = {"heading": "บันทึกของหัวหน้า", "opinion": "ทราบ", "group": "หัวหน้างาน"}
    (stage,) = make_chain([{"position": "หัวหน้า"} | own])
    assert stage == Stage(position="หัวหน้า", **own)


def test_no_stages_make_no_chain() -> None:
    assert make_chain([]) == ()


@pytest.mark.parametrize(
    ("kind", "chief"),
    [
        ("subdistrict", "นายกองค์การบริหารส่วนตำบล"),
        ("municipality", "นายกเทศมนตรี"),
        ("provincial", "นายกองค์การบริหารส่วนจังหวัด"),
        ("department", "อธิบดี"),
        ("university", "อธิการบดี"),
        ("no-such-kind", "หัวหน้าหน่วยงาน"),
    ],
)
def test_a_kind_of_agency_has_its_usual_chain(kind: str, chief: str) -> None:
    chain = default_chain(kind)
    assert len(chain) == 3
    assert chain[-1].position == chief
    assert chain[-1].heading == f"คำสั่ง{chief}"
