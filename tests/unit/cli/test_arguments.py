from __future__ import annotations

import pytest

from keymedic.cli.arguments import UsageError, build_parser

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
