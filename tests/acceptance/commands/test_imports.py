from __future__ import annotations

import subprocess
import sys

import pytest

SLOW = ("shtab", "yaml", "pydantic", "httpx", "prompt_toolkit", "rich", "pycountry")
ENGINE = ("re2", "durable", "durable_rules_engine")


def modules(environment: dict[str, str], *arguments: str, stdin: bytes = b"") -> set[str]:
    """The top-level modules that the command has imported when it is done."""
    program = (
        "import sys\nfrom keymedic.cli.main import entry\nstatus = entry(sys.argv[1:])\n"
        "print(' '.join(sorted({name.partition('.')[0] for name in sys.modules})), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        input=stdin,
        capture_output=True,
        env=environment,
        check=False,
        timeout=300,
    )
    assert done.stdout
    return set(done.stderr.decode().splitlines()[-1].split())


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_version_and_help_import_next_to_nothing(environment: dict[str, str], option: str) -> None:
    """Asking for the version loads neither the engine's libraries nor the readers."""
    assert modules(environment, option).isdisjoint({*SLOW, *ENGINE})


def test_a_diagnosis_from_the_cache_reads_no_yaml(environment: dict[str, str]) -> None:
    """Once the rule base is compiled, a diagnosis does without the readers and whatever else is slow."""
    report = b"403 PERMISSION_DENIED. Your API key was reported as leaked."
    _ = modules(environment, "diagnose", "-", stdin=report)
    loaded = modules(environment, "diagnose", "-", stdin=report)
    assert loaded.isdisjoint(SLOW)


def test_importing_the_package_costs_nothing(environment: dict[str, str]) -> None:
    """`import keymedic` loads the version only; each public name is there when asked for."""
    program = (
        "import sys, keymedic\nassert 'keymedic.engine' not in sys.modules\n"
        "missing = [name for name in keymedic.__all__ if not hasattr(keymedic, name)]\n"
        "assert not missing, missing\nassert set(keymedic.__all__) <= set(dir(keymedic))\n"
        "assert not {'engine', 'cli'} & set(sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env=environment, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
