"""Signs that look like a letter of Latin or a digit and are none: a reader sees no difference, a program does.

A word of one script is what it is, in any text. Refused are a word that mixes Latin with Cyrillic or Greek, a number
that mixes widths or has the letter of another script or a circle for a zero, and letters drawn for formulas. In ids,
units and wordings of numbers nothing may look like Latin: neither a whole word of twins ("сор") nor one of full width.
"""

from __future__ import annotations

import re
import unicodedata

_LATIN, _OTHER = "A-Za-z\u00c0-\u024f", "\u0370-\u03ff\u0400-\u052f\u1f00-\u1fff"
_DRAWN = "\U0001d400-\U0001d7ff"
_WIDE_DIGITS, _WIDE_LETTERS = "\uff10-\uff19", "\uff21-\uff3a\uff41-\uff5a"
_ZEROS = "\u3007\u25cb\u25ef\u2b55"  # the Han zero, and circles
# Letters of Cyrillic and Greek and what each looks like, in the same order.
_CYRILLIC = ("АВЕКМНОРСТУХІЈЅаеорсухіјѕһԁԛԝЗзб", "ABEKMHOPCTYXIJSaeopcyxijshdqw336")
_GREEK = ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανρικυχ", "ABEZHIKMNOPTYXoavpikux")
_TWINS = str.maketrans("".join((_CYRILLIC[0], _GREEK[0], "〇○◯⭕")), "".join((_CYRILLIC[1], _GREEK[1], "0000")))
_LIKE_DIGITS = "ОоЗзбΟο"

DOUBTFUL = re.compile(f"[{_OTHER}{_DRAWN}{_WIDE_DIGITS}{_WIDE_LETTERS}{_ZEROS}]")  # what asks for a closer look
_WORD = re.compile(f"[{_LATIN}{_OTHER}]+")
_FORBIDDEN = re.compile(
    f"[{_DRAWN}]"
    f"|(?<=[0-9])[{_ZEROS}]|[{_ZEROS}](?=[0-9])"
    f"|(?<=[0-9])[{_LIKE_DIGITS}](?![{_OTHER}])|(?<![{_OTHER}])[{_LIKE_DIGITS}](?=[0-9])"
    f"|(?<=[0-9])[{_WIDE_DIGITS}]|[{_WIDE_DIGITS}](?=[0-9])"
    f"|(?<=[A-Za-z])[{_WIDE_LETTERS}]|[{_WIDE_LETTERS}](?=[A-Za-z])"
)
_CIRCLE = re.compile("[\u25cb\u25ef\u2b55]")
_WIDE = re.compile(f"[{_WIDE_LETTERS}]")


def found(text: str, *, strict: bool) -> tuple[str, str]:
    """The first sign that looks like another, and what it looks like ("" if like no letter); two "" where none does.

    ``strict`` asks it of an id, a unit or the wording of a number.
    """
    sign = _of_number_or_width(text, strict=strict) or _of_word(text, strict=strict)
    return (sign, looks_like(sign)) if sign else ("", "")


def looks_like(sign: str) -> str:
    """The letter or digit that a sign looks like, or nothing."""
    twin = unicodedata.normalize("NFKC", sign).translate(_TWINS)
    return twin if twin.isascii() else ""


def name(sign: str) -> str:
    """What Unicode calls it: "U+0430 CYRILLIC SMALL LETTER A"."""
    return f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip()


def _of_number_or_width(text: str, *, strict: bool) -> str:
    sign = _FORBIDDEN.search(text) or (strict and (_CIRCLE.search(text) or _WIDE.search(text)))
    return sign[0] if sign else ""


def _of_word(text: str, *, strict: bool) -> str:
    words: list[str] = _WORD.findall(text)
    for word in words:
        others: list[str] = re.findall(f"[{_OTHER}]", word)
        if others and (len(others) < len(word) or (strict and all(map(looks_like, word)))):
            return next(filter(looks_like, others), others[0])
    return ""
