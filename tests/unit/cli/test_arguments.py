from __future__ import annotations

import pytest

from keymedic.cli.arguments import build_parser
from keymedic.cli.plain_arguments import plain_arguments
from keymedic.engine.errors import UsageError

LINES = [
    ["diagnose", "-", "--fact", "a=b"], ["batch", "x.jsonl"], ["eval", "x.jsonl", "-v"], ["probe", "--online"],
    ["explain", "403"], ["kb", "list", "rules"],
]  # fmt: skip


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[0])
def test_the_first_argument_s_command_is_read_as_by_the_whole_parser(line: list[str]) -> None:
    """Leaving the other commands out changes neither what is read nor what a mistake is answered with."""
    assert build_parser(line[0]).parse_args(line) == build_parser().parse_args(line)
    with pytest.raises(UsageError) as short:
        _ = build_parser(line[0]).parse_args([*line, "--nonsense"])
    with pytest.raises(UsageError) as whole:
        _ = build_parser().parse_args([*line, "--nonsense"])
    assert (str(short.value), short.value.usage) == (str(whole.value), whole.value.usage)


@pytest.mark.parametrize("first", ["--help", "", "diagnos", "-"])
def test_any_other_first_argument_leaves_all_commands_in(first: str) -> None:
    """Help, and the complaint about an unknown command, name all of them."""
    assert build_parser(first).format_help() == build_parser().format_help()
    for command, *_ in LINES:
        assert f"    {command} " in build_parser(first).format_help()


PLAIN: list[list[str]] = [
    [], ["error.txt"], ["-"], ["--all", "error.txt"], ["--fact", "a.b=1", "--fact", "c.d=x y", "--format", "json"],
    ["error.txt", "--format", "markdown", "--all"], ["a b.txt"], [""],
]  # fmt: skip
INVOLVED: list[list[str]] = [
    ["--help"], ["-h"], ["--engine", "plain"], ["--fact=a=1"], ["--fact"], ["--format", "xml"], ["a", "b"], ["--", "a"],
    ["--fact", "--all"], ["--fact", "-1=2"], ["--online"], ["--al"], ["-x"], ["--format"],
]  # fmt: skip


@pytest.mark.parametrize("words", PLAIN)
def test_plain_command_lines_are_read_as_argparse_reads_them(words: list[str]) -> None:
    """Every option has the value that the parser gives it, and none is missing."""
    argv = ["diagnose", *words]
    assert vars(plain_arguments(argv)) == vars(build_parser(argv[0]).parse_args(argv))


@pytest.mark.parametrize("words", INVOLVED)
def test_everything_else_is_left_to_argparse(words: list[str]) -> None:
    """Other options, abbreviations, what could be a mistake: the parser knows what to say."""
    assert plain_arguments(["diagnose", *words]) is None


def test_other_commands_are_left_to_argparse() -> None:
    """Only ``diagnose`` is waited for."""
    assert plain_arguments([]) is None and plain_arguments(["kb", "check"]) is None
