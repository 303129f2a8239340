"""Rules about the source that no linter knows; each reads the code without running it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "wagtail_ita"
TESTS = ROOT / "tests"
# A table of cases may be longer than code.
LONGEST = {PACKAGE: 400, TESTS: 800}
EAGER = {"gettext", "ngettext", "pgettext", "npgettext"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def modules(folder: Path, pattern: str = "*.py") -> list[Path]:
    return sorted(path for path in folder.rglob(pattern) if "migrations" not in path.parts)


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def place(path: Path, node: ast.AST | None = None) -> str:
    name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name
    return f"{name}:{getattr(node, 'lineno', 1)}"


# ------------------------------------------------------------------------------- the domain


def imports(path: Path, package: str) -> Iterator[tuple[ast.AST, str, str]]:
    """Each import as (node, module, name), relative ones resolved against ``package``."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name, ""
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            module = ".".join([*(above if node.level else []), *filter(None, [node.module])])
            for alias in node.names:
                yield node, module, alias.name


# python-stdnum: pure functions over digits, without dependencies, settings or input and output. Its
# check of citizen numbers is kept by people who follow such rules.
PURE_PACKAGES = {"stdnum"}


def is_allowed_in_the_domain(module: str, name: str) -> bool:
    if module == "django.utils.translation":
        return name == "gettext_lazy"
    full = f"{module}.{name}."
    allowed = sys.stdlib_module_names | PURE_PACKAGES
    return full.startswith("wagtail_ita.domain.") or module.split(".")[0] in allowed


def forbidden_imports(path: Path, package: str) -> list[str]:
    return [
        f"{place(path, node)} imports {module} {name}".rstrip()
        for node, module, name in imports(path, package)
        if not is_allowed_in_the_domain(module, name)
    ]


def test_the_domain_imports_only_the_standard_library_itself_stdnum_and_gettext_lazy():
    found = [
        offence
        for path in modules(PACKAGE / "domain")
        for offence in forbidden_imports(
            path, ".".join(["wagtail_ita", *path.parent.relative_to(PACKAGE).parts])
        )
    ]
    assert found == []


@pytest.mark.parametrize(
    ("line", "allowed"),
    [
        ("import datetime", True),
        ("from collections.abc import Mapping", True),
        ("from .years import FiscalYear", True),
        ("from . import years", True),
        ("from wagtail_ita.domain.years import FiscalYear", True),
        ("from wagtail_ita.domain import years", True),
        ("from django.utils.translation import gettext_lazy as _", True),
        ("from stdnum.th import pin", True),
        ("import stdnumber", False),
        ("from django.utils.translation import gettext", False),
        ("from django.db import models", False),
        ("from ..conf import get_settings", False),
        ("from .. import conf", False),
        ("from wagtail_ita import conf", False),
        ("import wagtail", False),
        ("def f():\n    import wagtail", False),
    ],
)
def test_the_domain_rule_tells_imports_apart(line, allowed, tmp_path):
    path = tmp_path / "module.py"
    path.write_text(line)
    assert (forbidden_imports(path, "wagtail_ita.domain") == []) is allowed


# ----------------------------------------------------------------------------- translation


def run_at_import(node: ast.AST) -> Iterator[ast.AST]:
    """What Python runs when it imports the module: everything but the bodies of functions."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, FUNCTIONS):
            # Decorators and default values belong to the import, the body does not.
            decorators = getattr(child, "decorator_list", [])
            for part in [*decorators, *child.args.defaults, *filter(None, child.args.kw_defaults)]:
                yield part
                yield from run_at_import(part)
        else:
            yield child
            yield from run_at_import(child)


def eager_translations(path: Path) -> list[str]:
    tree = parse(path)
    eager = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in EAGER
    }
    found = []
    for node in run_at_import(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        by_name = isinstance(called, ast.Name) and called.id in eager
        if by_name or (isinstance(called, ast.Attribute) and called.attr in EAGER):
            found.append(f"{place(path, node)} translates when it is imported")
    return found


def test_nothing_is_translated_at_import():
    assert [offence for path in modules(PACKAGE) for offence in eager_translations(path)] == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("class A:\n    label = _('x')", 1),
        ("def f():\n    return _('x')", 0),
        ("def f(label=_('x')):\n    return label", 1),
        ("labels = [_('x') for _i in range(2)]", 1),
        ("label = lambda: _('x')", 0),
        ("class A:\n    def f(self):\n        return _('x')", 0),
        ("from django.utils import translation\nx = translation.gettext('x')", 1),
    ],
)
def test_the_translation_rule_tells_import_time_apart(body, found, tmp_path):
    path = tmp_path / "module.py"
    path.write_text(f"from django.utils.translation import gettext as _\n{body}\n")
    assert len(eager_translations(path)) == found


# ---------------------------------------------------------------------------------- blocks


def root_name(node: ast.AST) -> str:
    """``self`` for ``self.a``, ``self.a[0].b`` and the like."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def written(node: ast.AST) -> Iterable[ast.AST]:
    """What a node stores into or deletes."""
    if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
        yield node
    is_setter = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    if is_setter and node.func.id in {"setattr", "delattr"} and node.args:
        yield node.args[0]


def stored_on_self(path: Path) -> list[str]:
    return [
        f"{place(path, node)} {method.name} stores something on the block"
        for method in ast.walk(parse(path))
        if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef) and method.name != "__init__"
        for node in ast.walk(method)
        if any(root_name(target) == "self" for target in written(node))
    ]


def test_no_block_stores_anything_on_itself():
    # One block object serves every page, request and thread; a StructValue is the place for state.
    assert [
        offence for path in modules(PACKAGE / "blocks") for offence in stored_on_self(path)
    ] == []


@pytest.mark.parametrize(
    ("name", "statement", "found"),
    [
        ("__init__", "self.a = 1", 0),
        ("clean", "self.a = 1", 1),
        ("clean", "self.a += 1", 1),
        ("clean", "self.a: int = 1", 1),
        ("clean", "self.child_blocks['a'].label = 'x'", 1),
        ("clean", "b, self.a = 1, 2", 1),
        ("clean", "for self.a in range(2): pass", 1),
        ("clean", "del self.a", 1),
        ("clean", "setattr(self, 'a', 1)", 1),
        ("clean", "a = self.b", 0),
        ("clean", "value['a'] = self.b", 0),
    ],
)
def test_the_block_rule_tells_assignments_apart(name, statement, found, tmp_path):
    path = tmp_path / "module.py"
    path.write_text(f"class Block:\n    def {name}(self, value):\n        {statement}\n")
    assert len(stored_on_self(path)) == found


# ------------------------------------------------------------------------ size and assertions


@pytest.mark.parametrize("folder", LONGEST)
def test_no_module_is_long(folder):
    counts = {
        place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules(folder)
    }
    assert {name: count for name, count in counts.items() if count > LONGEST[folder]} == {}


def called_name(node: ast.AST) -> str:
    """The last part of what is called: ``assertHTMLEqual``, ``raises``, ``expect``."""
    if not isinstance(node, ast.Call):
        return ""
    called = node.func
    return getattr(called, "attr", getattr(called, "id", ""))


def asserts(node: ast.AST) -> bool:
    name = called_name(node)
    return (
        isinstance(node, ast.Assert)
        or "assert" in name.lower()
        or name in {"raises", "warns", "fail", "expect"}
    )


def without_assertion(path: Path) -> list[str]:
    return [
        f"{place(path, node)} {node.name}"
        for node in ast.walk(parse(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not any(asserts(child) for child in ast.walk(node))
    ]


def test_every_test_asserts_something():
    found = [name for path in modules(TESTS, "test_*.py") for name in without_assertion(path)]
    assert found == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("assert value", 0),
        ("self.assertHTMLEqual(a, b)", 0),
        ("assert_refused(page)", 0),
        ("with pytest.raises(ValueError): f()", 0),
        ("expect(page).to_have_title('x')", 0),
        ("block.clean(value)", 1),
    ],
)
def test_the_assertion_rule_tells_tests_apart(statement, found, tmp_path):
    path = tmp_path / "module.py"
    path.write_text(f"def test_something():\n    {statement}\n")
    assert len(without_assertion(path)) == found
