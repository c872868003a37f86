"""Plain arguments of a command, read by its own signature.

Typer takes as long to import as an article to read, and builds its help and its errors with pydantic, which takes as
long again. What is written without fault is read here; all else is left to typer, which then says what is wrong. A
command that may start without typer tells its parameters by ``Argument`` and ``Option``.
"""

from __future__ import annotations

import inspect
from pathlib import Path
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_Command = TypeVar("_Command", bound="Callable[..., None]")
_READ: dict[Any, Callable[[str], Any]] = {str: str, Path: Path, int: int, bool: bool}


class Argument(NamedTuple):
    """A parameter that is given by its place."""

    help: str
    metavar: str


class Option(NamedTuple):
    """A parameter that is given by its name, or by the form that is told."""

    form: str = ""
    help: str = ""


class _Unread(Exception):
    """The arguments are not plain."""


class _Parameter:
    """A parameter of a command: how it is written and how its words are read."""

    def __init__(self, name: str, hint: Any) -> None:
        self.name = name
        kind, self.info = get_args(hint)[:2] if get_origin(hint) is Annotated else (None, None)
        members = [one for one in get_args(kind) if one is not NoneType] if isinstance(kind, UnionType) else [kind]
        self.many = get_origin(members[0]) is list
        self.type = get_args(members[0])[0] if self.many else members[0]
        if len(members) > 1 or self.type not in _READ or not _is_plain(self.info):
            raise _Unread
        self.forms = _forms(name, self.info)


def _forms(name: str, info: object) -> tuple[str, ...]:
    """Return how an option is written, nothing for an argument."""
    named = f"--{name.replace('_', '-')}"
    if isinstance(info, Argument):
        return ()
    if isinstance(info, Option):
        return (info.form or named,)
    from typer.models import ArgumentInfo, OptionInfo

    if isinstance(info, ArgumentInfo):
        return ()
    assert isinstance(info, OptionInfo)
    # Within Annotated the first form stands where a default could.
    forms = (*([info.default] if isinstance(info.default, str) else []), *(info.param_decls or ()))
    return forms or (named,)


def _is_plain(info: object) -> bool:
    """Tell whether nothing but its words decides a parameter: no callback, parser, limit, prompt or environment."""
    return info is not None and not any(
        getattr(info, name, None)
        for name in ("callback", "parser", "click_type", "min", "max", "envvar", "prompt", "exists", "default_factory")
    )


def in_typers_terms(command: _Command) -> _Command:
    """Return a command whose parameters are told in the terms of typer, those of ``Argument`` and ``Option`` too."""
    import typer

    for name, hint in get_type_hints(command, include_extras=True).items():
        kind, info = (*get_args(hint), None)[:2] if get_origin(hint) is Annotated else (hint, None)
        if isinstance(info, Argument):
            command.__annotations__[name] = Annotated[kind, typer.Argument(help=info.help, metavar=info.metavar)]
        elif isinstance(info, Option):
            forms = [info.form] if info.form else []
            command.__annotations__[name] = Annotated[kind, typer.Option(*forms, help=info.help)]
    return command


def plain_arguments(command: Callable[..., None], words: Sequence[str]) -> dict[str, Any] | None:
    """Return the values of a command's parameters, or ``None`` where typer has something to say: help or an error.

    >>> import typer
    >>> def show(files: Annotated[list[str], typer.Argument()], top: Annotated[int, typer.Option()] = 3) -> None: ...
    >>> plain_arguments(show, ["a.txt", "--top", "5"]), plain_arguments(show, ["--help"])
    ({'top': 5, 'files': ['a.txt']}, None)
    """
    try:
        hints = get_type_hints(command, include_extras=True)
        parameters = [_Parameter(name, hints[name]) for name in inspect.signature(command).parameters]
        return _values(parameters, inspect.signature(command), list(words))
    except (_Unread, NameError, ValueError):
        return None


def _values(parameters: list[_Parameter], signature: inspect.Signature, words: list[str]) -> dict[str, Any]:
    forms = {form: parameter for parameter in parameters for form in parameter.forms}
    values: dict[str, Any] = {}
    places: list[str] = []
    words.reverse()
    while words:
        word = words.pop()
        if not word.startswith("-") or word == "-":
            places.append(word)
            continue
        form, equals, value = word.partition("=")
        parameter = forms.get(form)
        if parameter is None or (equals and parameter.type is bool):
            raise _Unread
        if parameter.type is bool:
            values[parameter.name] = True
            continue
        if not equals and (not words or words[-1].startswith("--")):
            raise _Unread
        _give(values, parameter, value if equals else words.pop())
    _place(values, [parameter for parameter in parameters if not parameter.forms], places)
    wanted = signature.parameters.values()
    if any(one.default is inspect.Parameter.empty and one.name not in values for one in wanted):
        raise _Unread
    return values


def _give(values: dict[str, Any], parameter: _Parameter, word: str) -> None:
    value = _READ[parameter.type](word)
    if parameter.many:
        values.setdefault(parameter.name, []).append(value)
    else:
        values[parameter.name] = value


def _place(values: dict[str, Any], parameters: list[_Parameter], words: list[str]) -> None:
    """Give the words without a name to the parameters without one: one each, all that are left to a list."""
    for parameter in parameters:
        taken, words = (words, []) if parameter.many else (words[:1], words[1:])
        for word in taken:
            _give(values, parameter, word)
    if words:
        raise _Unread
