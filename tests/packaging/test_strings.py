"""Every sentence that a person reads goes through gettext, at the time when it is shown.

``makemessages`` finds what is marked; here stands what is not. Two things are English by
decision: the help of commands and their arguments, as Django's own is, and what only a
programmer reads (system checks, errors of wrong configuration).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.template import engines
from django.template.base import Lexer, Token, TokenType

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "wagtail_ita"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if not {"migrations"} & set(path.parts))
TEMPLATES = sorted((PACKAGE / "templates").rglob("*.*"))
SCRIPTS = sorted((PACKAGE / "static").rglob("*.js"))
LETTERS = re.compile(r"[^\W\d_]{2,}")

EAGER = {"gettext", "ngettext", "pgettext", "npgettext"}
LAZY = {f"{name}_lazy" for name in EAGER}
MARKING = EAGER | LAZY | {"gettext_noop"}
# What is shown to a person, by the name of its argument …
SHOWN_ARGUMENTS = {
    *("heading", "help_text", "label", "title", "verbose_name", "verbose_name_plural"),
    *("remedy", "statement", "explanation", "summary", "attach_label"),
}
# … or because it is the first of this call.
SHOWN_CALLS = {
    *("AdminOnlyMenuItem", "ArgumentTypeError", "Button", "CommandError", "HeaderButton"),
    *("BoardMenuItem", "MenuItem", "ValidationError"),
    # Our own errors, whose text is a sentence for a person.
    *("CatalogueError", "CodeError", "DateError", "FetchError", "FormatUnavailableError"),
    *("ImportRefused", "NotPublicError", "RefusedError", "ReminderFailed", "SkeletonError"),
    *("SourceError", "TokenError", "YearError"),
}
SHOWN_METHODS = {"add_error", "debug", "error", "info", "success", "warning", "write"}
# Attributes of a class, and variables, that a screen of Wagtail shows.
SHOWN_NAMES = {
    *("description", "export_headings", "help_text", "label", "page_subtitle", "page_title"),
    *("verbose_name", "verbose_name_plural"),
}
# Attributes of HTML that are read out or shown.
SHOWN_ATTRIBUTES = ("alt", "aria-label", "aria-description", "placeholder", "title")
# Names of formats, and of what has no translation.
UNTRANSLATED = re.compile(r"(?:CSV|XLSX|JSON|PDF|ITA|ITAS|og:\w+|UTF-8)")
# Where English is decided on: only programmers and those who run the server read it.
FOR_PROGRAMMERS = {"checks/system.py", "checks/scheduling.py", "conf.py"}


def relative(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def source(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


# -------------------------------------------------------------------- what is not marked in Python


def called(node: ast.Call) -> str:
    """The last name of what is called: ``write`` of ``self.stdout.write``."""
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def owner(node: ast.Call) -> str:
    """The name before it: ``stdout`` of ``self.stdout.write``."""
    function = node.func
    if not isinstance(function, ast.Attribute):
        return ""
    value = function.value
    if isinstance(value, ast.Attribute):
        return value.attr
    return value.id if isinstance(value, ast.Name) else ""


def parts(node: ast.AST) -> list[ast.expr]:
    """What an expression takes its words from; what is put into a sentence is a value."""
    match node:
        case ast.JoinedStr(values=found) | ast.BoolOp(values=found) | ast.Dict(values=found):
            return found
        case ast.List(elts=found) | ast.Tuple(elts=found):
            return found
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return [left, right]
        case ast.BinOp(left=left):
            return [left]
        case ast.IfExp(body=body, orelse=orelse):
            return [body, orelse]
    return []


def words(node: ast.AST) -> Iterator[str]:
    """The words in an expression that no call of gettext marks."""
    text = node.value if isinstance(node, ast.Constant) else None
    if isinstance(text, str) and LETTERS.search(UNTRANSLATED.sub("", text)):
        yield text
    for part in parts(node):
        yield from words(part)


def shown_in_call(node: ast.Call) -> Iterator[ast.AST]:
    name = called(node)
    if name in {"add_argument", "objects"}:
        # The help of a command is English, as Django's own; Fields.objects names a key of JSON.
        return
    yield from (each.value for each in node.keywords if each.arg in SHOWN_ARGUMENTS)
    if not node.args:
        return
    if name in SHOWN_CALLS:
        yield node.args[0]
    elif name in SHOWN_METHODS and owner(node) in {"admin_messages", "messages"}:
        # The first argument is the request.
        yield from node.args[1:2]
    elif name == "add_error":
        yield from node.args[1:2]
    elif name == "write" and owner(node) in {"stdout", "stderr"}:
        yield node.args[0]
    elif name == "FieldRowPanel" or name == "MultiFieldPanel":
        yield from node.args[1:2]


def shown_names(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.ClassDef) and "AppConfig" not in map(ast.unparse, node.bases):
        for each in node.body:
            match each:
                case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in SHOWN_NAMES:
                    yield value
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.AST() as value) if (
                    name in SHOWN_NAMES
                ):
                    yield value


def unmarked(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        found = shown_in_call(node) if isinstance(node, ast.Call) else shown_names(node)
        for expression in found:
            for text in words(expression):
                yield expression.lineno, text


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_what_python_shows_goes_through_gettext(path: Path) -> None:
    if relative(path) not in FOR_PROGRAMMERS:
        assert list(unmarked(source(path))) == []


@pytest.mark.parametrize(
    "code",
    [
        "raise CommandError('There is no site.')",
        "raise ValidationError('Wrong: %(x)s' % {'x': 1})",
        "raise forms.ValidationError(f'Wrong: {x}')",
        "self.stdout.write('Done ' + _('now'))",
        "self.stdout.write(f'made {count}')",
        "messages.error(request, 'It went wrong.')",
        "form.add_error('file', 'Too large.')",
        "x = CharField(help_text='The name.')",
        "x = CharBlock(label='The name' if y else _('z'))",
        "class V:\n    page_title = 'The board'",
        "class Meta:\n    verbose_name: str = 'report'",
        "class V:\n    export_headings = {'code': 'Item code'}",
    ],
)
def test_a_bare_string_is_found(code: str) -> None:
    assert list(unmarked(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        "raise CommandError(_('There is no site.'))",
        "raise ValidationError(_('Wrong: %(x)s') % {'x': 'deep down'})",
        "self.stdout.write(f'  {label}: {value}')",
        "parser.add_argument('--year', help='Assessment year, B.E.')",
        "x = CharField(help_text=_('The name.'))",
        "class V:\n    page_title = gettext_lazy('The board')",
    ],
)
def test_what_is_right_is_not_found(code: str) -> None:
    assert not list(unmarked(ast.parse(code)))


# ----------------------------------------------------------------------------- what comes too early


def names_of(tree: ast.Module, wanted: set[str]) -> set[str]:
    """What a module calls some functions of gettext."""
    return {
        each.asname or each.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for each in node.names
        if each.name in wanted
    }


def at_import(node: ast.AST) -> Iterator[ast.AST]:
    """What runs while a module is imported: not the bodies of functions, but their defaults."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            defaults = (*child.args.defaults, *child.args.kw_defaults)
            for each in (*defaults, *getattr(child, "decorator_list", ())):
                if each is not None:
                    yield each
                    yield from at_import(each)
        else:
            yield child
            yield from at_import(child)


def early(tree: ast.Module) -> Iterator[int]:
    """Lines that translate at import, in the language of nobody."""
    eager, lazy = names_of(tree, EAGER), names_of(tree, LAZY)
    for node in at_import(tree):
        if isinstance(node, ast.JoinedStr):
            values = [each.value for each in node.values if isinstance(each, ast.FormattedValue)]
            if any(is_call_of(each, lazy) for each in values):
                yield node.lineno
        if isinstance(node, ast.BinOp) and is_call_of(node.left, lazy):
            yield node.lineno
        if isinstance(node, ast.Call):
            if called(node) in eager and isinstance(node.func, ast.Name):
                yield node.lineno
            if called(node) == "str" and node.args and is_call_of(node.args[0], lazy):
                yield node.lineno


def is_call_of(node: ast.AST, names: set[str]) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and called(node) in names


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_nothing_is_translated_at_import(path: Path) -> None:
    assert list(early(source(path))) == []


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_gettext_is_called_by_its_own_name(path: Path) -> None:
    """Or the tests above and below would not see it."""
    calls = (node for node in ast.walk(source(path)) if isinstance(node, ast.Call))
    assert [node.lineno for node in calls if called(node) in MARKING and owner(node)] == []


def unseen(tree: ast.Module) -> Iterator[int]:
    """Lines whose words ``makemessages`` does not see, so that nobody translates them.

    It knows the functions by their own names and by ``_``, and does not look into f-strings.
    """
    imported = [
        each
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for each in node.names
        if each.name in MARKING
    ]
    nicknames = {each.asname for each in imported if each.asname not in {None, "_"}}
    marking = names_of(tree, MARKING)
    for node in ast.walk(tree):
        if is_call_of(node, nicknames):
            yield node.lineno
        if isinstance(node, ast.JoinedStr):
            inside = [each for part in node.values for each in ast.walk(part)]
            yield from (each.lineno for each in inside if is_call_of(each, marking))


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_every_string_can_be_collected(path: Path) -> None:
    assert list(unseen(source(path))) == []


IMPORTS = "from django.utils.translation import gettext as _, ngettext, pgettext, gettext_lazy\n"


@pytest.mark.parametrize(
    "code",
    [
        "NAME = _('Name')",
        "class A:\n    label = pgettext('a', 'Name')",
        "def f(name=_('Name')): pass",
        "def f(*, name=_('Name')): pass",
        "f = lambda name=_('Name'): name",
        "NAMES = {'a': [_('Name')]}",
        "NAME = str(gettext_lazy('Name'))",
        "NAME = f'{gettext_lazy('Name')}'",
        "NAME = gettext_lazy('Name of %s') % 'a'",
        "@decorate(_('Name'))\ndef f(): pass",
    ],
)
def test_an_early_translation_is_found(code: str) -> None:
    if code.startswith("NAME = f") and not _knows_nested_quotes():
        code = "NAME = f\"{gettext_lazy('Name')}\""
    assert list(early(ast.parse(IMPORTS + code)))


def _knows_nested_quotes() -> bool:
    try:
        ast.parse("f'{a('b')}'")
    except SyntaxError:
        return False
    return True


@pytest.mark.parametrize(
    "code", ["NAME = gettext_lazy('Name')", "def f():\n    return _('Name')", "f = lambda: _('N')"]
)
def test_a_translation_in_time_is_not_found(code: str) -> None:
    assert not list(early(ast.parse(IMPORTS + code)))


@pytest.mark.parametrize(
    "code",
    [
        "from django.utils.translation import gettext as _now\ntext = lambda: _now('Name')",
        "from django.utils.translation import gettext\ntext = lambda: f\"{gettext('Name')}!\"",
    ],
)
def test_a_string_that_cannot_be_collected_is_found(code: str) -> None:
    assert list(unseen(ast.parse(code)))


# ------------------------------------------------------------------------- what is not in one piece


def glued(tree: ast.Module) -> Iterator[int]:
    """Lines that put translated text and bare words together into a sentence."""
    marking = names_of(tree, MARKING)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            has_words = any(
                isinstance(each, ast.Constant) and list(words(each)) for each in node.values
            )
            calls = [
                each for part in node.values for each in ast.walk(part) if is_call_of(each, marking)
            ]
            if calls and has_words:
                yield node.lineno
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            sides = (node.left, node.right)
            marked = [any(is_call_of(each, marking) for each in ast.walk(side)) for side in sides]
            # A sentence may follow a sentence, with a space between them.
            if all(marked):
                yield node.lineno


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_no_sentence_is_glued_of_translated_pieces(path: Path) -> None:
    assert list(glued(source(path))) == []


# ------------------------------------------------------------------------------------ the templates


def tokens_of(path: Path) -> list[Token]:
    return Lexer(path.read_text(encoding="utf-8")).tokenize()


def bare_html(tokens: list[Token]) -> str:
    """A template without what is translated and what it computes, as HTML.

    What a tag puts out stands as a full stop, so that an attribute with nothing else is empty.
    """
    out: list[str] = []
    until = ""
    for token in tokens:
        name = token.contents.split()[0] if token.token_type is TokenType.BLOCK else ""
        if until:
            until = "" if name == until else until
        elif name in {"blocktranslate", "blocktrans", "comment"}:
            until = f"end{name}"
        elif token.token_type is TokenType.TEXT:
            out.append(token.contents)
        elif token.token_type is TokenType.VAR:
            out.append(".")
    return "".join(out)


def bare_words(html: str) -> Iterator[str]:
    soup = BeautifulSoup(html, "html.parser")
    for each in soup.find_all(["script", "style"]):
        each.decompose()
    texts = [*soup.stripped_strings]
    texts += [
        str(tag[name]) for tag in soup.find_all(True) for name in SHOWN_ATTRIBUTES if tag.get(name)
    ]
    for text in texts:
        if LETTERS.search(UNTRANSLATED.sub("", text)):
            yield text


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_what_a_template_shows_goes_through_gettext(path: Path) -> None:
    assert list(bare_words(bare_html(tokens_of(path)))) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_an_expression_shows_no_bare_words(path: Path) -> None:
    """Such as ``{{ name|default:"Nobody" }}``; ``_("…")`` is a translation."""
    values = [token.contents for token in tokens_of(path) if token.token_type is TokenType.VAR]
    shown = re.compile(r"\|(?:default|default_if_none|yesno|pluralize|add):\"([^\"]*)\"")
    found = [text for value in values for text in shown.findall(value)]
    assert [text for text in found if LETTERS.search(text)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_no_template_puts_translated_pieces_into_a_sentence(path: Path) -> None:
    """Such as ``{% include … with what=_("address") %}``: the word has another form elsewhere."""
    blocks = [token.contents for token in tokens_of(path) if token.token_type is TokenType.BLOCK]
    assert [each for each in blocks if re.search(r"=_\(", each)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_a_template_that_translates_can_be_read(path: Path) -> None:
    assert engines["django"].from_string(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "html",
    [
        "<p>Hello</p>",
        '<a title="Open it"></a>',
        '<img alt="Picture of {{ thing }}">',
        '<input placeholder="Name">',
        "{% if x %}yes{% endif %}",
        "<p>{% blocktranslate %}Hello{% endblocktranslate %} there</p>",
    ],
)
def test_bare_words_of_a_template_are_found(html: str, tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    path.write_text(html)
    assert list(bare_words(bare_html(tokens_of(path))))


@pytest.mark.parametrize(
    "html",
    [
        '<p class="note">{% translate "Hello" %} {{ name }}</p>',
        '<a title="{% translate "Open it" %}" href="/page/">–</a>',
        "{% comment %} Words. {% endcomment %}{# Words. #}",
        "<p>{% blocktranslate count n=n %}One{% plural %}Many{% endblocktranslate %}</p>",
    ],
)
def test_translated_words_of_a_template_are_not_found(html: str, tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    path.write_text(html)
    assert not list(bare_words(bare_html(tokens_of(path))))


# -------------------------------------------------------------------------------------- the scripts

SHOWING = re.compile(
    r"(?:textContent|innerText|innerHTML|title|placeholder|ariaLabel)\s*\+?=\s*(['\"`])([^'\"`]*)\1"
    r"|(?:alert|confirm|prompt|say|fail|setAttribute\(\s*['\"](?:aria-label|title)['\"],)"
    r"\(?\s*(['\"`])([^'\"`]*)\3"
)


def spoken(script: str) -> list[str]:
    code = re.sub(r"/\*.*?\*/|(?m:^\s*//.*$)", "", script, flags=re.DOTALL)
    return [
        text
        for match in SHOWING.finditer(code)
        if LETTERS.search(re.sub(r"\$\{[^}]*\}", "", text := match[2] or match[4] or ""))
    ]


@pytest.mark.parametrize("path", SCRIPTS, ids=relative)
def test_a_script_shows_only_what_its_template_gives_it(path: Path) -> None:
    """The sentences come as ``data-…-value``, out of the catalogue of the templates."""
    assert spoken(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "script",
    [
        "this.statusTarget.textContent = 'Copied';",
        "status.setAttribute('aria-label', 'Copied it');",
        "this.say(`Copied ${count}`);",
        'alert("Stop");',
    ],
)
def test_a_sentence_of_a_script_is_found(script: str) -> None:
    assert spoken(script)
