"""Countries: codes and names, as people write them, to ISO 3166-1 alpha-2 codes.

Codes need nothing, and the names that people use beside the official ones come from the vocabulary (``names`` of a
fact); other names load pycountry (with its translations into many languages) at the first call that needs them. Kosovo
has no ISO code; ``XK`` is what Google and the EU use.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

_PAIRS = (
    "ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH BBBRB "
    "BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR "
    "BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR "
    "CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK "
    "FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS "
    "GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN "
    "ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO "
    "LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD "
    "MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER "
    "NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM "
    "PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP "
    "SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF "
    "TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY "
    "UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE "
    "XKXKX"
)
_ALPHA2 = frozenset(pair[:2] for pair in _PAIRS.split())
_ALPHA3 = {pair[2:]: pair[:2] for pair in _PAIRS.split()}
_LANGUAGES = (
    "zh_CN", "zh_TW", "zh_HK", "ja", "ko", "ru", "es", "pt", "pt_BR", "de", "fr", "it", "nl", "pl", "uk", "be",
    "cs", "sk", "hu", "ro", "bg", "sr", "hr", "sl", "el", "tr", "az", "kk", "fa", "ar", "he", "ur", "hi", "bn",
    "ta", "th", "vi", "id", "ms", "fil", "sv", "da", "nb_NO", "fi", "et", "lv", "lt", "ca", "ka", "hy",
)  # fmt: skip
_UNDECOMPOSED = str.maketrans({"ı": "i", "đ": "d", "ð": "d", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe"})
_WORDS_OF_A_NAME = 6
_CHARACTERS_OF_A_NAME = 12
NO_NAMES: Mapping[str, str] = {}


def country_code(text: str, names: Mapping[str, str] = NO_NAMES) -> str | None:
    """The alpha-2 code of a country's code or name, ``None`` when it is neither. ``names``: further ones (`folded_names`).

    Codes must be in upper case ("it", "in" and "and" are words); names may be in any case and any of
    some fifty languages, with or without diacritics.
    """
    stripped = text.strip()
    if stripped in _ALPHA2:
        return stripped
    if stripped in _ALPHA3:
        return _ALPHA3[stripped]
    folded = _fold(text)
    if not folded or len(stripped) == 2 and stripped.isascii() and not stripped.isupper():
        return None
    return names.get(folded) or _all_names().get(folded)


def country_names() -> Iterator[tuple[str, str]]:
    """Every country with its code and the English name that people use, by name."""
    import pycountry

    for country in sorted(pycountry.countries, key=lambda country: _used_name(country)):
        yield str(country.alpha_2), _used_name(country)


def country_name(code: str, language: str = "") -> str:
    """The name that people use for a country's code, in a language (``zh_CN``; default English); else the code."""
    import pycountry

    country = pycountry.countries.get(alpha_2=code)
    if country is None:
        return code
    name = _used_name(country)
    return _translated(language)(name) if language else name


def _translated(language: str) -> Callable[[str], str]:
    import gettext  # both are slow to import, and rarely needed

    import pycountry

    return gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True).gettext


def _used_name(country: object) -> str:
    return str(getattr(country, "common_name", None) or getattr(country, "name"))  # noqa: B009 - pycountry is untyped


def folded_names(names: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Names by country as `country_code` looks them up: each in its bare form, with the country's code."""
    return {_fold(name): code for code, alike in names.items() for name in alike}


def country_in(text: str, names: Mapping[str, str] = NO_NAMES) -> str | None:
    """The country that a phrase begins with ("Germany using a VPN" is ``DE``), the longest name that fits."""
    words = re.split(r"[\s,;:!?()\"]+", text.strip())[:_WORDS_OF_A_NAME]
    if words and words[0].lower() == "the":
        words = words[1:]
    for count in range(len(words), 0, -1):
        code = country_code(" ".join(words[:count]).rstrip("."), names)
        if code:
            return code
    return _unspaced(words[0], names) if words else None


def _unspaced(word: str, names: Mapping[str, str]) -> str | None:
    """The same for scripts that write no blanks between words."""
    if word.isascii():
        return None
    wide = [char for char in word[:_CHARACTERS_OF_A_NAME] if unicodedata.east_asian_width(char) == "W"]
    codes = (country_code("".join(wide[:count]), names) for count in range(len(wide), 1, -1))
    return next((code for code in codes if code), None)


def _fold(text: str) -> str:
    """Letters and digits only, without case and diacritics, single blanks between words."""
    lowered = unicodedata.normalize("NFKD", text.casefold()).translate(_UNDECOMPOSED)
    bare = "".join(char for char in lowered if not unicodedata.combining(char))
    words = re.sub(r"[^\w\s]|_", " ", bare.replace(".", "").replace("'", "").replace("’", "")).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


@lru_cache(maxsize=1)
def _all_names() -> dict[str, str]:
    """Every name pycountry knows; where two languages clash, English and the earlier language win."""
    names: dict[str, str] = {}
    for code, name in _pycountry_names():
        _ = names.setdefault(_fold(name), code)
    return names


def _pycountry_names() -> Iterator[tuple[str, str]]:
    import pycountry

    english: list[tuple[str, str]] = []
    for country in pycountry.countries:
        values = (getattr(country, attribute, None) for attribute in ("name", "common_name", "official_name"))
        english += [(str(country.alpha_2), str(value)) for value in values if value]
    yield from english
    for language in _LANGUAGES:
        translate = _translated(language)
        for code, name in english:
            translated = translate(name)
            yield code, translated
            yield code, re.split(r"[,(،]", translated)[0]
