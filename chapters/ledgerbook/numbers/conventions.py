"""The conventions of reading as one table, with an example of each: what the book prints, and the tests hold it to.

Two measures decide every interval. The *step* is the unit of the last digit that is printed: all digits before a
scale word or a sign count as printed (2770亿 could have been 2769亿), characters and words down to the last that
stands there (五千七百万), and of a whole number from a thousand on the zeros at its end do not. A hedge belongs to a
rounded number, and reaches one *unit*: that of the last digit that is not zero (1000余亿, more than 120,000), a tenth
of it where that is the whole number (近1亿, about 100 million); five points of a share in words, ten of "half"; a
half of a multiple that ends on one (2.5 times).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Convention:
    """How numbers of one form are read: an example and its bound, the rule, and the ends ("" where there is none)."""

    printed: str
    bound: str
    rule: str
    low: str
    high: str


# The book prints this table (directive ``{wording-rules}``).
TABLE = (
    Convention("45.2万", "rounded", "No hedge: half a step either way.", "451500", "452500"),
    Convention("2770亿", "rounded", "Digits before a scale word all count.", "276950000000", "277050000000"),
    Convention("12,000", "rounded", "Zeros at the end of a whole number do not.", "11500", "12500"),
    Convention("240", "exact", "A whole number that is not rounded is exact.", "240", "240"),
    Convention("1000余亿", "at_least", "More than: below the next unit.", "100000000000", "200000000000"),
    Convention("more than half", "at_least", "A half has no next unit but the whole.", "50", "100"),
    Convention("more than doubled", "at_least", "Nor has a multiple in a word.", "2", "inf"),
    Convention("超50亿", "at_least", "At least: open above.", "5000000000", "inf"),
    Convention("no fewer than 30", "at_least", "A negation turns a hedge round.", "30", "inf"),
    Convention("nearly 1.7 million", "at_most", "Nearly: above the unit before.", "1600000", "1700000"),
    Convention("近1亿", "at_most", "Where the unit is the whole number, a tenth of it.", "90000000", "100000000"),
    Convention("almost half", "at_most", "A half in English is read to ten points.", "40", "50"),
    Convention("不到30%", "at_most", "At most: down to zero.", "0", "30"),
    Convention("not exceeding 125,000", "at_most", "At most, by a negation.", "0", "125000"),
    Convention("about 25 million", "about", "About: one unit either way.", "24000000", "26000000"),
    Convention("四成一", "rounded", "Tenths, with a second digit.", "40.5", "41.5"),
    Convention("two thirds", "rounded", "A share in words is read to five points.", "64.2", "69.2"),
    Convention("one in five", "rounded", "So is one in a few; in percent.", "17.5", "22.5"),
    Convention("eight in ten", "rounded", "Of ten, a hundred and so on to a unit of the part.", "75", "85"),
    Convention("one in 500", "rounded", "A small share is read to two digits.", "0.195", "0.205"),
    Convention("two and a half times", "rounded", "What ends on a half is read to halves.", "2.25", "2.75"),
    Convention("149–303 million", "rounded", "A range is what it says, its scale shared.", "149000000", "303000000"),
    Convention("9.6 (8.1–11.2)", "rounded", "So is an interval of uncertainty.", "8.1", "11.2"),
    Convention("数百万", "rounded", "Several: from two to ten.", "2000000", "10000000"),
    Convention("tens of thousands", "rounded", "A plural: from two to the next unit.", "20000", "100000"),
)
REFUSED = (
    ("三百五", "350 or 305"),
    ("12,5", "a decimal comma, or two numbers"),
    ("€1.234", "a point, or a separator of thousands"),
    ("about 20 to 30", "a hedge on a range"),
    ("nearly about 500", "two hedges"),
    ("from 300 to 500", "a range, or a change"),
    ("a twofold increase", "to twice as much, or by twice as much"),
    ("4,500 in 2022", "two numbers"),
    ("touching 500", "a word right before the number that is not in the table"),
    ("1.2 zillion", "a scale word that is not in the table"),
    ("2 milion", "a slip of the pen in a scale word"),
    ("3万5", "35,000 or 30,005"),
    ("5–10,000", "from 5, or from 5,000"),
    ("rose 5% to 10%", "by how much and to what, or a range"),
    ("nearly (500)", "a hedge that a sign parts from its number"),
    ("did not reach 500", "a denial of the number itself"),
    ("half a dozen", "a half of one thing, which is no share"),
)
