"""The package that is tested is the one that is installed."""

from __future__ import annotations

import json
import sys
from importlib.metadata import distribution
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import get_template

SOURCE = Path(__file__).resolve().parents[1] / "src"


def installed() -> Path:
    """Return where the installed package is: our source where it is installed editable."""
    about = distribution("wagtail-ita")
    origin = json.loads(about.read_text("direct_url.json") or "{}")
    is_editable = origin.get("dir_info", {}).get("editable", False)
    return SOURCE if is_editable else Path(str(about.locate_file(""))).resolve()


def test_every_module_comes_from_where_the_package_is_installed() -> None:
    """In the cell ``lts`` that is the wheel, and nothing of it may come from the source."""
    modules = {
        name: Path(module.__file__).resolve()
        for name, module in list(sys.modules.items())
        if name.partition(".")[0] == "wagtail_ita" and getattr(module, "__file__", None)
    }
    assert len(modules) > 100
    elsewhere = [name for name, path in modules.items() if not path.is_relative_to(installed())]
    assert not elsewhere, "Run pytest with `-o pythonpath=.` where a wheel is installed."


def test_templates_and_styles_come_from_there_too() -> None:
    template = get_template("wagtail_ita/report_page.html")
    style = finders.find("wagtail_ita/css/ita.css")
    for path in (template.origin.name, style):
        assert Path(path).resolve().is_relative_to(installed())
