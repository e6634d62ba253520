"""What keymedic uses of the module in C behind `re` (engine/pattern_store.py)."""

import re

def compile(
    pattern: str,
    flags: int,
    code: list[int],
    groups: int,
    groupindex: dict[str, int],
    indexgroup: tuple[str | None, ...],
    /,
) -> re.Pattern[str]: ...
