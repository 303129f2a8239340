"""The stages that a memo climbs to the chief executive, by kind of agency.

Positions and opinions are Thai by nature: they are printed on the memo, whatever language the
admin speaks. They are a beginning that every agency changes as it likes, and none is forced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

_CHECKED: Final = "ตรวจสอบแล้วถูกต้อง เห็นสมควรเสนอพิจารณาตามลำดับชั้น"
_ORDERED: Final = "เห็นชอบ ให้เผยแพร่รายงานทางเว็บไซต์หลักของหน่วยงาน"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of a chain.

    Attributes:
        position: As it is printed under the name.
        heading: As it is printed above the opinion.
        opinion: What the officer usually writes.
        group: Name of the group whose members decide.
    """

    position: str
    heading: str
    opinion: str
    group: str


def make_chain(stages: Iterable[Mapping[str, str]]) -> tuple[Stage, ...]:
    """Return stages from what is known of each; the last one is the chief executive's order.

    Args:
        stages: ``position`` and, where they are not the usual ones, ``heading``, ``opinion``
            and ``group``.
    """
    given = list(stages)
    chain = []
    for number, each in enumerate(given, start=1):
        is_order = number == len(given)
        position = each["position"].strip()
        chain.append(
            Stage(
                position=position,
                heading=each.get("heading") or f"{'คำสั่ง' if is_order else 'ความเห็น'}{position}",
                opinion=each.get("opinion") or (_ORDERED if is_order else _CHECKED),
                group=each.get("group") or position,
            )
        )
    return tuple(chain)


_POSITIONS: Final[Mapping[str, Sequence[str]]] = MappingProxyType(
    {
        "subdistrict": (
            "รองปลัดองค์การบริหารส่วนตำบล",
            "ปลัดองค์การบริหารส่วนตำบล",
            "นายกองค์การบริหารส่วนตำบล",
        ),
        "municipality": ("รองปลัดเทศบาล", "ปลัดเทศบาล", "นายกเทศมนตรี"),
        "provincial": (
            "รองปลัดองค์การบริหารส่วนจังหวัด",
            "ปลัดองค์การบริหารส่วนจังหวัด",
            "นายกองค์การบริหารส่วนจังหวัด",
        ),
        "province": ("หัวหน้าสำนักงานจังหวัด", "รองผู้ว่าราชการจังหวัด", "ผู้ว่าราชการจังหวัด"),
        "department": ("เลขานุการกรม", "รองอธิบดี", "อธิบดี"),
        "public_organisation": ("ผู้อำนวยการสำนัก", "รองผู้อำนวยการ", "ผู้อำนวยการ"),
        "university": ("ผู้อำนวยการกองกลาง", "รองอธิการบดี", "อธิการบดี"),
        "college": ("หัวหน้างานบริหารทั่วไป", "รองผู้อำนวยการวิทยาลัย", "ผู้อำนวยการวิทยาลัย"),
    }
)
_ANY: Final = ("หัวหน้าฝ่าย", "รองหัวหน้าหน่วยงาน", "หัวหน้าหน่วยงาน")


def default_chain(kind: str) -> tuple[Stage, ...]:
    """Return the usual chain of a kind of agency, a code of ``models.AgencyKind``."""
    return make_chain({"position": each} for each in _POSITIONS.get(kind, _ANY))
