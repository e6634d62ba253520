"""Countries are read by code, by name, and in many languages."""

from __future__ import annotations

import subprocess
import sys

import pycountry
import pytest

from keymedic.engine.countries import country_code, country_in, country_name, folded_names
from keymedic.engine.rulebase.load import load_rule_base

NAMES = load_rule_base().facts["location.country"].names
"""The names that the shipped vocabulary knows beside those of pycountry."""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("DE", "DE"),
        ("DEU", "DE"),
        ("XK", "XK"),
        ("UK", "GB"),
        ("USA", "US"),
        ("u.s.", "US"),
        ("Holland", "NL"),
        ("the netherlands", "NL"),
        ("Russia", "RU"),
        ("South Korea", "KR"),
        ("kosovo", "XK"),
        ("COTE D'IVOIRE", "CI"),
        ("Türkiye", "TR"),
        ("TURKIYE", "TR"),
        (" Hong Kong ", "HK"),
    ],
)
def test_codes_and_common_names(text: str, code: str) -> None:
    """Codes, English names and everyday short names are read whatever the case and the diacritics."""
    assert country_code(text, NAMES) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("中国", "CN"),
        ("中國", "CN"),
        ("中国大陆", "CN"),
        ("香港", "HK"),
        ("日本", "JP"),
        ("대한민국", "KR"),
        ("Россия", "RU"),
        ("Иран", "IR"),
        ("Estados Unidos", "US"),
        ("Brasil", "BR"),
        ("Deutschland", "DE"),
        ("Corée du Sud", "KR"),
        ("Svizzera", "CH"),
        ("ایران", "IR"),
        ("السعودية", "SA"),
        ("Almanya", "DE"),
        ("Việt Nam", "VN"),
        ("Jepang", "JP"),
        ("Україна", "UA"),
        ("Niemcy", "DE"),
        ("Duitsland", "DE"),
        ("ไทย", "TH"),
    ],
)
def test_names_in_other_languages(text: str, code: str) -> None:
    """A country is recognised in the language its name is written in."""
    assert country_code(text, NAMES) == code


@pytest.mark.parametrize("text", ["", "  ", "it", "in", "and", "are", "Berlin", "QQ", "QQQ", "-", "📍"])
def test_what_is_not_a_country(text: str) -> None:
    """Words that only look like a code, places that are not countries, and rubbish give nothing."""
    assert country_code(text, NAMES) is None


def test_every_country_by_each_of_its_codes_and_english_names() -> None:
    """The table of codes agrees with ISO 3166-1 as pycountry has it, and no English name is shadowed."""
    for country in pycountry.countries:
        common = getattr(country, "common_name", country.name)
        for text in (country.alpha_2, country.alpha_3, country.name, common):
            assert country_code(text, NAMES) == country.alpha_2, text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Germany using a VPN", "DE"),
        ("South Korea and I cannot call it", "KR"),
        ("the UK.", "GB"),
        ("中国大陆使用", "CN"),
        ("a hurry", None),
        ("in between", None),
        ("", None),
    ],
)
def test_the_country_at_the_start_of_a_phrase(text: str, code: str | None) -> None:
    """The longest name that a phrase begins with counts; a phrase without one gives nothing."""
    assert country_in(text, NAMES) == code


def test_codes_need_no_pycountry() -> None:
    """Reading a code or a name of the vocabulary does not pay for loading pycountry."""
    program = (
        "import sys; from keymedic.engine.countries import country_code, folded_names; "
        "names = folded_names({'RU': ['Russia']}); "
        "assert country_code('DE') == 'DE' and country_code('russia', names) == 'RU'; assert 'pycountry' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=300).returncode == 0


def test_names_of_the_vocabulary_come_first() -> None:
    """A name is looked up whatever its case, dots and diacritics, and before what pycountry says of it."""
    names = folded_names({"CD": ["D.R. Congo", "Kongo"]})
    assert (country_code("dr congo", names), country_code("Kongo", names)) == ("CD", "CD")
    assert country_in("Kongo, at home", names) == "CD"


def test_the_name_that_people_use_for_a_code() -> None:
    """In English, or in a language that pycountry has; a code without a name stays a code."""
    assert (country_name("GB"), country_name("TW"), country_name("XK")) == ("United Kingdom", "Taiwan", "XK")
    assert country_name("AT", "zh_CN") == "奥地利"
    assert country_name("AT", "xx") == "Austria"
