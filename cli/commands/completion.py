"""``keymedic completion``: a script by which a shell completes commands, options and their values."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import cast

from ..output import Output

_FILES = ("FILE", "FILE.jsonl", "COMMAND")
_FOLDERS = ("DIR",)


def run(args: argparse.Namespace, out: Output) -> int:
    """Write the script for the shell that ``args`` names."""
    import shtab

    from ..arguments import build_parser

    parser = build_parser()
    for action in _actions(parser):
        if action.metavar in _FILES:
            setattr(action, "complete", shtab.FILE)  # noqa: B010  # shtab looks for it; argparse does not know it
        elif action.metavar in _FOLDERS:
            setattr(action, "complete", shtab.DIRECTORY)  # noqa: B010
    out.write(shtab.complete(parser, shell=args.shell))
    return 0


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Every argument of a parser and of its commands."""
    for action in parser._actions:  # pyright: ignore[reportPrivateUsage]  # argparse has no other list
        if isinstance(action.choices, dict):
            for inner in cast("dict[str, argparse.ArgumentParser]", action.choices).values():
                yield from _actions(inner)
        else:
            yield action
