"""The documents that follow from the declarations: a page for each, the permission list, the settings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from inspect import cleandoc

from actions.args import BadArgument
from actions.spec import Action, Argument, Declared
from bot.settings import Row
from dialogs import Command
from dialogs.bind import bind, compose
from dialogs.catalogue import described, kind_of
from dialogs.grammar import parse

MADE = "<!-- Made from the declarations by `make docs`; change those, not this. -->"


def pages(kinds: Iterable[type[Declared]]) -> Mapping[str, str]:
    """One page for each declaration, by its path in the repository."""
    return {str(described(kind)["page"]): page(kind) for kind in kinds}


def page(kind: type[Declared]) -> str:
    """What it does, how it is said, what it asks for, what it needs and how it is taken back."""
    parts = (f"# {kind.name}", MADE, cleandoc(kind.__doc__ or ""), _said(kind), _asked(kind), _facts(kind))
    return "\n\n".join(part for part in parts if part) + "\n"


def _said(kind: type[Declared]) -> str:
    if kind_of(kind) == "fact":
        return ""
    needed = {each.name: each.ask.like for each in kind.arguments() if each.required}
    plain = " ".join([kind.name, *needed.values()])
    return f"```text\n{plain if _is_understood(kind, plain, needed) else compose(kind, needed)}\n```"


def _is_understood(kind: type[Declared], plain: str, needed: Mapping[str, str]) -> bool:
    """Without names: what is pasted stands below the line, never in it."""
    try:
        return bind(kind, parse(plain).words[len(kind.name.split()) :]) == needed
    except BadArgument:
        return False


def _asked(kind: type[Declared]) -> str:
    arguments = kind.arguments()
    if not arguments:
        return ""
    rows = ((f"`{each.word}:`", each.ask.question, _like(each), _duty(each)) for each in arguments)
    return table(("argument", "asks", "for example", ""), rows)


def _like(argument: Argument) -> str:
    return "<br>".join(f"`{line}`" for line in argument.ask.like.splitlines())


def _duty(argument: Argument) -> str:
    if argument.ask.owner_only:
        return "only an owner"
    return "required" if argument.required else "optional"


def _facts(kind: type[Declared]) -> str:
    return "\n".join(f"- {name}: {value}" for name, value in _told(kind) if value)


def _told(kind: type[Declared]) -> Iterator[tuple[str, str]]:
    yield "Also called", ", ".join(f"`{each}`" for each in kind.aliases)
    yield "Permissions", ", ".join(f"`{each}`" for each in kind.scopes)
    if issubclass(kind, Action):
        yield "Area of writes", f"`{kind.area.value}`"
        yield "Direction", kind.direction.value
        yield "Risk", kind.risk.name.lower()
        yield "Undo", f"none: {kind.irreversible}" if kind.irreversible else "`undo N` writes back what was there"
    if issubclass(kind, Command):
        yield "Who may say it", " or ".join(sorted(each.value for each in kind.needs)) or "anybody"


def permissions(kinds: Iterable[type[Declared]], by_setting: Mapping[str, Sequence[str]]) -> str:
    """Each Graph application permission, and what asks for it: what is declared, then what a setting opens."""
    users: dict[str, list[str]] = {}
    for kind in kinds:
        for scope in kind.scopes:
            users.setdefault(scope, []).append(f"`{kind.name}`")
    for scope in sorted({scope for scopes in by_setting.values() for scope in scopes}):
        settings = ", ".join(f"`{name}`" for name, scopes in by_setting.items() if scope in scopes)
        users.setdefault(scope, []).append(f"by setting: {settings}")
    return table(("permission", "needed by"), ((f"`{scope}`", ", ".join(users[scope])) for scope in sorted(users)))


def settings(rows: Sequence[Row]) -> str:
    """Each environment variable."""
    return table(
        ("variable", "meaning", "without it"),
        ((f"`{each.variable}`", each.meaning, f"`{each.default}`" if each.default else "") for each in rows),
    )


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)
