"""The picture of a page: what is on it, and that Thai is set as Thai is written."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from wagtail_ita.transfer.fonts import font_file
from wagtail_ita.transfer.sharing import words
from wagtail_ita.transfer.sharing.card import Card
from wagtail_ita.transfer.sharing.layout import can_shape, fitted, font
from wagtail_ita.transfer.sharing.picture import HEIGHT, WIDTH, draw
from wagtail_ita.transfer.sharing.words import clusters, has_word_list, parts, shortened

TITLE = "รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. ๒๕๖๘"
CARD = Card(
    language="th",
    agency="เทศบาลตัวอย่าง",
    code="O26",
    occasion="การประเมิน ITA ปีงบประมาณ พ.ศ. ๒๕๖๙",
    title=TITLE,
    score="๙๙.๙๘",
    score_label="คะแนนรวม",
    level="ผ่านดีเยี่ยม",
    level_label="ระดับผลการประเมิน",
    host="www.example.go.th",
)
EMBLEM = (
    Path(__file__).resolve().parents[2]
    / "example_site"
    / "townsite"
    / "static"
    / "townsite"
    / "emblem.png"
)

# To be replaced by what a person has looked at, when the picture is meant to change.
LOOKED_AT = Path(__file__).resolve().parents[1] / "data"

needs_raqm = pytest.mark.skipif(not can_shape(), reason="This Pillow cannot set Thai.")


@pytest.fixture(params=["every word known", "words of titles only"])
def _word_list(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "words of titles only":
        monkeypatch.setattr(words, "has_word_list", lambda: False)
    elif not has_word_list():
        pytest.skip("icu4py is not installed.")
    parts.cache_clear()
    yield
    parts.cache_clear()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.usefixtures("_word_list")
class TestWords:
    @pytest.mark.parametrize(
        "text",
        [TITLE, "O1 โครงสร้าง", "Report on measures, fiscal year 2568", "", " ", "ก\u200bข ต่าง ๆ"],
    )
    def test_the_parts_are_the_text(self, text: str) -> None:
        assert "".join(parts(text)) == text

    @pytest.mark.parametrize(
        "word", ["หน่วยงาน", "ความโปร่งใส", "พ.ศ. ๒๕๖๘", "การดำเนินการ", "ส่งเสริม"]
    )
    def test_no_word_is_parted(self, word: str) -> None:
        places = {len("".join(parts(TITLE)[:count])) for count in range(len(parts(TITLE)))}
        start = TITLE.index(word)
        assert not places & set(range(start + 1, start + len(word)))

    @pytest.mark.parametrize(
        ("text", "word"),
        [
            ("ประกาศต่าง ๆ ของเทศบาล", "ต่าง ๆ"),
            ("ติดตั้ง ๑๐ ป้ายใหม่", "๑๐ ป้าย"),
            ("อบรมจำนวน 3 ครั้งแล้ว", "3 ครั้ง"),
            ("ไม่มี๑๐ %", "๑๐ %"),
        ],
    )
    def test_no_word_is_parted_that_stands_at_a_number_or_is_repeated(
        self, text: str, word: str
    ) -> None:
        found = parts(text)
        places = {len("".join(found[:count])) for count in range(len(found))}
        start = text.index(word)
        assert not places & set(range(start + 1, start + len(word)))

    def test_a_title_of_known_words_can_be_parted_between_them(self) -> None:
        text = "ส่งเสริมความโปร่งใสภายในหน่วยงาน"
        assert [part for part in parts(text) if part in {"ส่งเสริม", "ความโปร่งใส", "หน่วยงาน"}] == [
            "ส่งเสริม",
            "ความโปร่งใส",
            "หน่วยงาน",
        ]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("one two", ("one ", "two")),
            ("a (b) c", ("a ", "(b) ", "c")),
            ("report, of: b", ("report, ", "of: ", "b")),
            ("a , b", ("a , ", "b")),
            ("“ก” ข", ("“ก” ", "ข")),
            ("ก\u00a0ข ค", ("ก\u00a0ข ", "ค")),
            ("ผล (หน่วยงาน) ครบ", ("ผล ", "(หน่วยงาน) ", "ครบ")),
            ("มาตรการ (ป้าย) ๑๐ %", ("มาตรการ ", "(ป้าย) ", "๑๐ %")),
            ("", ("",)),
        ],
    )
    def test_a_line_ends_at_a_space_and_begins_with_no_sign(
        self, text: str, expected: tuple[str, ...]
    ) -> None:
        assert parts(text) == expected

    def test_a_sign_of_repetition_begins_no_line(self) -> None:
        assert not any(part.startswith("ๆ") for part in parts("มาตรการต่าง ๆ ของหน่วยงาน"))

    def test_what_is_shortened_ends_with_a_word(self) -> None:
        short = shortened(TITLE, 40)
        assert len(short) <= 40
        assert short.endswith("…")
        assert short.removesuffix("…") in {
            "".join(parts(TITLE)[:count]).rstrip() for count in range(len(parts(TITLE)))
        }

    def test_a_short_text_stays_as_it_is(self) -> None:
        assert shortened(TITLE, len(TITLE)) == TITLE

    @pytest.mark.parametrize(
        ("text", "length", "short"),
        [
            ("report of measures", 10, "report of…"),
            ("report of measures", 9, "report…"),
            ("report – of measures", 10, "report…"),
            ("X" * 30, 14, "X" * 13 + "…"),
            ("ที่" * 10, 8, "ที่ที่…"),
        ],
    )
    def test_as_much_is_kept_as_there_is_room_for(self, text: str, length: int, short: str) -> None:
        assert shortened(text, length) == short

    def test_letters_without_words_are_not_cut_from_their_marks(self) -> None:
        assert shortened("ก" * 10 + "น้ำผึ้ง" * 10, 14).endswith("…")
        assert clusters("ที่น้ำ") == ["ที่", "น้ำ"]


@pytest.mark.parametrize(
    ("is_installed", "expected"),
    [
        (True, ("ข้าราชการ", "และ", "ประชาชน")),
        (False, ("ข้าราชการและประชาชน",)),
    ],
)
def test_words_of_no_title_are_known_with_icu_alone(
    is_installed: bool, expected: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_installed:
        pytest.importorskip("icu4py")
    else:
        monkeypatch.setattr(words, "has_word_list", lambda: False)
    parts.cache_clear()
    assert parts("ข้าราชการและประชาชน") == expected
    parts.cache_clear()


@needs_raqm
class TestShaping:
    @pytest.mark.parametrize("text", ["ที่", "ผู้", "น้ำ", "ฝั่ง", "ปู่", "กี่ชี้", "ฎุฏู"])
    def test_stacked_marks_stand_where_a_shaper_puts_them(self, text: str) -> None:
        def drawn(face: ImageFont.FreeTypeFont) -> bytes:
            image = Image.new("L", (300, 160), 255)
            ImageDraw.Draw(image).text((40, 110), text, 0, face, anchor="ls")
            return image.tobytes()

        def face(engine: ImageFont.Layout) -> ImageFont.FreeTypeFont:
            return ImageFont.truetype(font_file(bold=True), 64, layout_engine=engine)

        ours = drawn(font(64, bold=True))
        assert ours == drawn(face(ImageFont.Layout.RAQM))
        assert ours != drawn(face(ImageFont.Layout.BASIC))

    def test_lines_end_between_words_and_are_of_like_length(self) -> None:
        setting = fitted(TITLE, width=900, sizes=(60, 50, 40), max_lines=3, bold=True)
        assert setting.is_whole
        assert "".join(setting.lines).replace(" ", "") == TITLE.replace(" ", "")
        ends = {"".join(parts(TITLE)[:count]).rstrip() for count in range(1, len(parts(TITLE)))}
        assert setting.lines[0] in ends
        widths = [font(setting.size, bold=True).getlength(line) for line in setting.lines]
        assert max(widths) <= 900
        assert min(widths) > max(widths) / 2

    def test_a_longer_text_is_smaller_and_a_very_long_one_is_cut_at_a_word(self) -> None:
        def setting(text: str):
            return fitted(text, width=700, sizes=(80, 60, 40), max_lines=2, bold=True)

        short, long, longest = setting("ข้อมูลผู้บริหาร"), setting(TITLE[:60]), setting(TITLE * 3)
        assert short.size > long.size
        assert not longest.is_whole
        assert longest.lines[-1].endswith("…")
        whole = "".join(longest.lines).removesuffix("…")
        assert (TITLE * 3).replace(" ", "").startswith(whole.replace(" ", ""))

    def test_letters_without_any_word_are_cut_within_the_line(self) -> None:
        setting = fitted("X" * 400, width=500, sizes=(60, 40), max_lines=2)
        assert all(font(40).getlength(line) <= 500 for line in setting.lines)
        assert setting.lines[-1].endswith("…")


@needs_raqm
class TestPicture:
    def test_it_has_the_size_that_chats_ask_for(self) -> None:
        image = opened(draw(CARD))
        assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT)) == ("PNG", (1200, 630))

    @pytest.mark.parametrize(
        ("name", "card", "emblem"),
        [
            ("report", CARD, EMBLEM.read_bytes()),
            (
                "index",
                replace(CARD, code="", title="รายการข้อมูลที่เปิดเผยต่อสาธารณะ", score="", level=""),
                b"",
            ),
        ],
    )
    def test_it_looks_as_somebody_has_looked_at_it(
        self, name: str, card: Card, emblem: bytes
    ) -> None:
        seen, drawn = Image.open(LOOKED_AT / f"share-{name}.png"), opened(draw(card, emblem))
        # Each version of Pillow smooths letters a little in its own way; none moves them.
        small = [
            each.convert("RGB").resize((120, 63), Image.Resampling.BOX) for each in (seen, drawn)
        ]
        worst = max(high for _low, high in ImageChops.difference(*small).getextrema())
        assert worst < 40

    def test_the_same_card_gives_the_same_bytes(self) -> None:
        assert draw(CARD) == draw(replace(CARD))

    @pytest.mark.parametrize(
        "changed",
        [
            {"score": "๙๙.๙๗"},
            {"score": ""},
            {"level": "ผ่าน"},
            {"title": "รายงาน"},
            {"agency": ""},
            {"code": "O28"},
            {"subtitle": "ประจำปีงบประมาณ พ.ศ. ๒๕๖๘"},
            {"score_label": "Total score", "level_label": "Level"},
        ],
    )
    def test_everything_on_the_card_is_on_the_picture(self, changed: dict[str, str]) -> None:
        assert draw(replace(CARD, **changed)) != draw(CARD)

    @pytest.mark.parametrize(
        ("title", "agency"),
        [
            (TITLE * 5, ""),
            ("คำ" * 100, "สำนักงานส่งเสริมการปกครอง" * 12),
            ("W" * 200, "W" * 200),
            ("", ""),
            ("ก", "ข"),
            ("☃ 報告", "☃"),
        ],
    )
    def test_nothing_runs_into_the_margin_whatever_its_length(
        self, title: str, agency: str
    ) -> None:
        image = opened(draw(replace(CARD, title=title, agency=agency, score="", level="")))
        right = image.crop((WIDTH - 66, 14, WIDTH, HEIGHT - 82))
        left = image.crop((0, 14, 66, HEIGHT - 82))
        assert right.getcolors() == [(right.width * right.height, (255, 255, 255))]
        assert left.getcolors() == [(left.width * left.height, (255, 255, 255))]

    def test_marks_of_the_last_line_are_above_the_band(self) -> None:
        image = opened(draw(replace(CARD, title="ฎุฏูปู่กู้ " * 60)))
        above = image.crop((0, HEIGHT - 156 - 8, WIDTH, HEIGHT - 156))
        assert above.getcolors() == [(above.width * above.height, (255, 255, 255))]

    def test_an_emblem_is_drawn_and_what_is_none_is_left_out(self) -> None:
        plain = draw(CARD)
        assert draw(CARD, EMBLEM.read_bytes()) != plain
        for stored in (b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG broken"):
            assert draw(CARD, stored) == plain

    def test_what_it_says_is_said_in_words_too(self) -> None:
        for word in (TITLE, "O26", "คะแนนรวม ๙๙.๙๘", "ผ่านดีเยี่ยม", "เทศบาลตัวอย่าง"):
            assert word in CARD.alternative
