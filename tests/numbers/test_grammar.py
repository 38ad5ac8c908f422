"""Every number that is printed in a supported style reads back to itself, with its hedge; no piece goes unread."""

from fractions import Fraction

import portion
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerbook.commands.faults import CommandError
from ledgerbook.numbers import lexicon
from ledgerbook.numbers.wording import Hedge, Kind, WordingError, numbers, parse, read

unhurried = settings(deadline=None, max_examples=200)
SIMPLIFIED = "零一二三四五六七八九", "十百千", "万亿"
TRADITIONAL = "零一二三四五六七八九", "十百千", "萬億"
FORMAL = "零壹贰叁肆伍陆柒捌玖", "拾佰仟", "万亿"
FORMAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖", "拾佰仟", "萬億"
ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

# How each style prints a whole number.


def western(n):
    return f"{n:,}"


def spaced(n):
    return f"{n:,}".replace(",", " ")


def swiss(n):
    return f"{n:,}".replace(",", "'")


def full_width(n):
    return str(n).translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def indian(n):
    head, tail = divmod(n, 1000)
    groups = []
    while head:
        head, group = divmod(head, 100)
        groups.append(f"{group:02}")
    return f"{','.join(reversed(groups)).lstrip('0')},{tail:03}" if groups else str(tail)


def by_ten_thousands(n):
    groups = []
    while n:
        n, group = divmod(n, 10_000)
        groups.append(f"{group:04}")
    return "'".join(reversed(groups)).lstrip("0")


def mixed(n, scales=("", "万", "亿")):
    parts, place = [], 0
    while n:
        n, group = divmod(n, 10_000)
        if group:
            parts.append(f"{group}{scales[place]}")
        place += 1
    return "".join(reversed(parts))


def korean(n):
    return mixed(n, ("", "만 ", "억 ")).strip()


def characters(n, letters):
    digits, small, big = letters
    text, place, skipped = "", 0, False
    groups = []
    while n:
        n, group = divmod(n, 10_000)
        groups.append(group)
    for place in reversed(range(len(groups))):
        group = groups[place]
        if not group:
            skipped = True
            continue
        part, below = "", False
        for power in (3, 2, 1, 0):
            digit = group // 10**power % 10
            if digit:
                part += (digits[0] if below else "") + digits[digit] + (small[power - 1] if power else "")
                below = False
            elif part:
                below = True
        gap = text and (skipped or group < 1000)
        text += (digits[0] if gap else "") + part + (big[place - 1] if place else "")
        skipped = False
    return text


def english(n):
    if n >= 10**9:
        head, tail = divmod(n, 10**9)
        return _english_parts(english(head), "billion", tail)
    if n >= 10**6:
        head, tail = divmod(n, 10**6)
        return _english_parts(english(head), "million", tail)
    if n >= 1000:
        head, tail = divmod(n, 1000)
        return _english_parts(english(head), "thousand", tail)
    if n >= 100:
        head, tail = divmod(n, 100)
        return _english_parts(english(head), "hundred", tail)
    if n >= 20:
        return TENS[n // 10 - 2] + (f"-{ONES[n % 10]}" if n % 10 else "")
    return ONES[n]


def _english_parts(head, scale, tail):
    joint = " and " if 0 < tail < 100 else " "
    return f"{head} {scale}{joint}{english(tail)}" if tail else f"{head} {scale}"


STYLES = {
    "plain": str,
    "western": western,
    "spaced": spaced,
    "swiss": swiss,
    "full width": full_width,
    "indian": indian,
    "ten thousands": by_ten_thousands,
    "mixed": mixed,
    "korean": korean,
    "simplified": lambda n: characters(n, SIMPLIFIED),
    "traditional": lambda n: characters(n, TRADITIONAL),
    "formal": lambda n: characters(n, FORMAL),
    "formal traditional": lambda n: characters(n, FORMAL_TRADITIONAL),
    "english": english,
}
HEDGES = {
    "more than {}": Hedge.OVER,
    "over ${}": Hedge.OVER,
    "well over USD {}": Hedge.OVER,
    "at least {}": Hedge.AT_LEAST,
    "in excess of £{}": Hedge.AT_LEAST,
    "no fewer than {}": Hedge.AT_LEAST,
    "not less than {}": Hedge.AT_LEAST,
    "nearly {}": Hedge.NEARLY,
    "just short of {}": Hedge.NEARLY,
    "up to {}": Hedge.AT_MOST,
    "not exceeding {}": Hedge.AT_MOST,
    "does not exceed HK${}": Hedge.AT_MOST,
    "no more than {}": Hedge.AT_MOST,
    "some {}": Hedge.ABOUT,
    "an estimated {}": Hedge.ABOUT,
    "{} or more": Hedge.AT_LEAST,
    "{} people or so": Hedge.ABOUT,
    "a total of {}": Hedge.NONE,
    "as many as {}": Hedge.NONE,
    "超{}": Hedge.AT_LEAST,
    "已超过{}人": Hedge.AT_LEAST,
    "逾{}名": Hedge.AT_LEAST,
    "{}人以上": Hedge.AT_LEAST,
    "不少于{}": Hedge.AT_LEAST,
    "不低於{}": Hedge.AT_LEAST,
    "近{}件": Hedge.NEARLY,
    "將近{}": Hedge.NEARLY,
    "不到{}": Hedge.AT_MOST,
    "不超过{}": Hedge.AT_MOST,
    "未超過{}": Hedge.AT_MOST,
    "{}以内": Hedge.AT_MOST,
    "约{}": Hedge.ABOUT,
    "{}左右": Hedge.ABOUT,
    "達{}": Hedge.NONE,
    "約{}円": Hedge.ABOUT,
    "{}件を超える": Hedge.AT_LEAST,
    "{}人近く": Hedge.NEARLY,
    "{}人未満": Hedge.AT_MOST,
    "약 {}명": Hedge.ABOUT,
    "{}명 이상": Hedge.AT_LEAST,
    "{} 건 미만": Hedge.AT_MOST,
    "최소 {}": Hedge.AT_LEAST,
}
whole = st.integers(min_value=11, max_value=10**10)


@unhurried
@given(whole, st.sampled_from(sorted(STYLES)), st.sampled_from(sorted(HEDGES)))
def test_a_number_in_any_style_reads_back_to_itself_with_its_hedge(number, style, hedge):
    text = hedge.format(STYLES[style](number))
    try:
        said = read(text)
    except WordingError as error:  # what can be read in two ways is refused: 三百五, 一万五
        assert "two ways" in str(error)
        return
    assert (said.value, said.hedge) == (number, HEDGES[hedge])
    assert number in said.interval or said.hedge is Hedge.NONE


@unhurried
@given(
    st.decimals(min_value=1, max_value=9999, places=2, allow_nan=False),
    st.sampled_from(
        [
            ("{}%", 1, Kind.PERCENT),
            ("{} per cent", 1, Kind.PERCENT),
            ("{} percentage points", 1, Kind.POINTS),
            ("{}个百分点", 1, Kind.POINTS),
            ("{}‰", 1, Kind.RATE),
            ("{}/10万", 1, Kind.RATE),
            ("{} per 100,000", 1, Kind.RATE),
            ("{}倍", 1, Kind.MULTIPLE),
            ("{} times", 1, Kind.MULTIPLE),
            ("{}万", 10**4, Kind.LEVEL),
            ("{}億", 10**8, Kind.LEVEL),
            ("${}m", 10**6, Kind.LEVEL),
            ("{} mln", 10**6, Kind.LEVEL),
            ("USD {} bn", 10**9, Kind.LEVEL),
            ("{} lakh crore", 10**12, Kind.LEVEL),
            ("¥{} Tril.", 10**12, Kind.LEVEL),
            ("{} [억원]", 10**8, Kind.LEVEL),
        ]
    ),
)
def test_decimals_with_any_unit_read_back_to_themselves(number, style):
    form, scale, kind = style
    said = read(form.format(number))
    assert (said.value, said.kind) == (Fraction(str(number)) * scale, kind)


@unhurried
@given(st.integers(1, 9), st.integers(1, 9))
def test_tenths_and_fractions_read_back_to_themselves(tens, ones):
    digits = "零一二三四五六七八九"
    assert read(f"{digits[tens]}成{digits[ones]}").value == 10 * tens + ones
    assert read(f"{tens}.{ones}成").value == 10 * tens + ones
    assert read(f"{tens}割{ones}").value == 10 * tens + ones
    if tens < ones:
        share = Fraction(100 * tens, ones)
        texts = (f"{digits[ones]}分之{digits[tens]}", f"{tens}/{ones}", f"{ONES[tens]} in {ONES[ones]}")
        for text in (*texts, f"每{ones}宗就有{tens}宗", f"{ones}건 중 {tens}건", f"{ones}人に{tens}人"):
            assert abs(read(text).value - share) <= share / 100


@unhurried
@given(
    whole, whole, st.sampled_from(["{}–{}", "{} to {}", "between {} and {}", "{}到{}", "{}-{}", "between ${} and ${}"])
)
def test_a_range_is_its_two_ends(one, other, form):
    low, high = sorted((one, other))
    if low == high:
        return
    if high % 1000 == 0 and low * 1000 < high < 10**6:  # 5–10,000 may begin at 5,000
        with pytest.raises(WordingError, match="two ways"):
            read(form.format(f"{low:,}", f"{high:,}"))
        return
    said = read(form.format(f"{low:,}", f"{high:,}"))
    assert (said.interval, said.kind) == (portion.closed(low, high), Kind.RANGE)
    assert [number.value for number in numbers(form.format(f"{low:,}", f"{high:,}"))] == [low, high]


# No piece unread ---------------------------------------------------------------------------------------------

UNREAD = [
    "{} zillion", "{} gazillion people", "{}tr", "{}x", "{}-figure", "touching {}", "barely {}", "nigh on {}",
    "north of {}", "濒临{}", "第{}", "not {}", "not about {}", "nearly about {}", "逾约{}", "up to at least {}",
    "{} (12)", "{} and 17", "{} or 12", "{}, 12", "{}:1", "more than the {} of last year",
    "about {} to 9,999,999,999,999", "from {} to 9,999,999,999,999", "{} m", "{} dozen",
    "{} basis points", "12 of {}", "{} people million",
]  # fmt: skip


@unhurried
@given(whole, st.sampled_from(UNREAD))
def test_a_piece_unread_is_an_error_that_quotes_the_phrase(number, form):
    text = form.format(western(number))
    with pytest.raises(WordingError) as raised:
        read(text)
    assert repr(text) in str(raised.value)


words = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=9)


@unhurried
@given(words, whole)
def test_no_word_right_before_a_number_is_passed_over(word, number):
    known = lexicon.tokens(word)[0].means
    if not known:
        with pytest.raises(WordingError):
            read(f"{word} {number}")


@pytest.mark.parametrize(
    "text",
    ["", "无", "many", "%", "N/A", "a further", "12,5", "1,5", "1.2.3", "1,23,4", "三万五", "三百五", "十七八",
     "a dozen", "a couple of thousand", "成千上万", "240 in 2022", "26 of 31", "数千元到数百万", "900–1.2 million",
     "doubling", "10²", "١٢٣", "12 Ⅻ", "1e6", "9" * 5000, "about 1" + "0" * 400, "5/10/2022"],
)  # fmt: skip
def test_what_can_be_read_in_two_ways_or_not_at_all_is_refused(text):
    with pytest.raises(WordingError):
        parse(text)


# The table ---------------------------------------------------------------------------------------------------


def test_no_phrase_of_the_table_means_two_things_of_one_kind():
    seen = {}
    for row in lexicon.table():
        for phrase in row["words"].split("|"):
            assert seen.setdefault((row["kind"], phrase), row["value"]) == row["value"], (row["kind"], phrase)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("at_least,,en", "lexicon.csv:3: lacks words. Remedy: write kind,value,language,words"),
        (",,en,at least", "lexicon.csv:3: lacks kind."),
        ("before,at_least,en,at least,not less than", "lexicon.csv:3: has more than four cells."),
    ],
)
def test_a_row_of_the_table_that_is_not_whole_is_named(tmp_path, monkeypatch, row, said):
    broken = tmp_path / "lexicon.csv"
    broken.write_text(f"kind,value,language,words\ndigit,0,zh,零\n{row}\n", encoding="utf-8")
    monkeypatch.setattr(lexicon, "FILE", broken)
    with pytest.raises(CommandError) as raised:
        lexicon.table.__wrapped__()
    assert str(raised.value).startswith(said)


def test_every_hedge_of_the_table_is_read():
    for row in lexicon.table():
        form = {"before": "{} 4321", "after": "4321 {}"}.get(row["kind"])
        if form:
            for phrase in row["words"].split("|"):
                assert parse(form.format(phrase)).hedge() is Hedge(row["value"]), phrase
