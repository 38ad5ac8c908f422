"""No barriers on any page: what axe finds by day and by night, and how pages bear zoom, spacing and few colours."""

import pytest
from playwright.sync_api import Browser, Page, expect

from barriers import RULES, barriers, violations
from book_site import Site, sample
from browser import DESKTOP, PHONE
from ledgerbook.figure import theme

SHOW_ALL = """() => {
  for (const part of document.querySelectorAll("details")) part.open = true;
  document.querySelector("article :is(p, li) a.number")?.click();
}"""


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_barriers(site: Site, chromium: Browser, serve, viewport):
    top = serve(site.html)
    found, notes = {}, 0
    with (
        chromium.new_context(viewport=viewport, reduced_motion="reduce") as context,  # no colour is caught on its way
        context.new_page() as tab,
    ):
        for page in sample(site):
            tab.emulate_media(color_scheme="light")
            tab.goto(f"{top}/{site.name(page)}")
            tab.evaluate(SHOW_ALL)
            notes += tab.locator("#number-note:popover-open").count()
            found[site.name(page)] = barriers(tab, whole=viewport is DESKTOP)
    assert {name: problems for name, problems in found.items() if problems} == {}
    assert notes >= 7  # the chapters' and the cover's


@pytest.mark.parametrize("button", [".primary-toggle", ".secondary-toggle", ".search-button"])
def test_no_barriers_in_a_dialog(site, chromium, serve, button):
    with (
        chromium.new_context(viewport=PHONE, reduced_motion="reduce") as context,
        context.new_page() as tab,
    ):
        tab.goto(f"{serve(site.html)}/chapters/release.html")
        tab.locator(button).click()
        expect(tab.locator("dialog[open]")).to_be_visible()
        assert violations(tab, {"runOnly": RULES}) == []


# Zoom, spacing, motion, colours ----------------------------------------------------------------------------

ZOOMED = {"width": 320, "height": 640}  # a window of 1280 px at 400%: WCAG 1.4.10
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""  # WCAG 1.4.12
OPEN_ALL = "() => { for (const part of document.querySelectorAll('details')) part.open = true; }"
# How far the page or its article scrolls sideways, and text that is cut off. Code, and the tables of data of figures,
# may scroll by themselves: their meaning lies in two dimensions.
LOST = """() => {
  const found = [];
  for (let box = document.querySelector("article"); box; box = box.parentElement) {
    if (box.scrollWidth > box.clientWidth + 1) found.push(`scrolls sideways: ${box.localName}.${box.className}`);
  }
  const cuts = ["hidden", "clip"];
  for (const box of document.querySelectorAll("body *")) {
    const wide = box.scrollWidth > box.clientWidth + 1, high = box.scrollHeight > box.clientHeight + 1;
    if (!wide && !high) continue;
    const {overflowX, overflowY, clipPath} = getComputedStyle(box);
    if (clipPath === "none" && ((wide && cuts.includes(overflowX)) || (high && cuts.includes(overflowY)))
      && box.checkVisibility({visibilityProperty: true}) && box.innerText?.trim()) {
      found.push(`is cut off: ${box.outerHTML.slice(0, 120)}`);
    }
  }
  return found;
}"""
# The contrast of a colour of the drawings with the ground that the system sets.
CONTRAST_OF = """name => {
  const probe = document.body.appendChild(document.createElement("span"));
  probe.style.cssText = `forced-color-adjust: none; color: var(${name}); background: Canvas`;
  const {color, backgroundColor} = getComputedStyle(probe);
  const luminance = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255)
    .map((part) => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
    .reduce((sum, part, i) => sum + part * [.2126, .7152, .0722][i], .05);
  const [one, other] = [color, backgroundColor].map(luminance);
  return Math.max(one, other) / Math.min(one, other);
}"""
INKS = [name for name in theme.COLOURS if name not in ("grid", "paper")]  # the ground, and lines that need not be seen
MOVES = """() => [document.documentElement, ...document.querySelectorAll("*")].filter(element => {
  const style = getComputedStyle(element);
  const lasts = [style.transitionDuration, style.animationDuration].some(times => times.split(", ").some(parseFloat));
  return lasts || style.scrollBehavior === "smooth";
}).map(element => element.outerHTML.slice(0, 120))"""


def lost(tab: Page) -> list[str]:
    """What a reader of the page cannot see, with every part opened."""
    tab.evaluate(OPEN_ALL)
    return tab.evaluate(LOST)


def test_pages_reflow_at_four_times_the_size(site, chromium, serve):
    top = serve(site.html)
    with chromium.new_context(viewport=ZOOMED) as context, context.new_page() as tab:
        found = {}
        for page in sample(site):
            tab.goto(f"{top}/{site.name(page)}")
            found[site.name(page)] = lost(tab)
    assert {name: problems for name, problems in found.items() if problems} == {}


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("page", ["chapters/release.html", "chapters/ledger.html", "measures/cases-solved.html"])
def test_wider_spacing_loses_nothing(site, chromium, serve, viewport, page):
    with chromium.new_context(viewport=viewport, bypass_csp=True) as context, context.new_page() as tab:
        tab.goto(f"{serve(site.html)}/{page}")
        tab.add_style_tag(content=SPACING)
        assert lost(tab) == []


def test_nothing_moves_where_a_reader_wants_no_motion(site, chromium, serve):
    with chromium.new_context(reduced_motion="reduce") as context, context.new_page() as tab:
        for page in ("chapters/release.html", "chapters/ledger.html"):
            tab.goto(f"{serve(site.html)}/{page}")
            assert tab.evaluate(MOVES) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("chosen", ["light", "dark"])
def test_forced_colours_leave_buttons_and_drawings(site, chromium, serve, scheme, chosen):
    """The reader's own few colours, by day and by night, whatever was chosen by the button of the page."""
    with (
        chromium.new_context(viewport=PHONE, color_scheme=scheme, forced_colors="active") as context,
        context.new_page() as tab,
    ):
        tab.goto(f"{serve(site.html)}/chapters/enforcement.html")
        tab.evaluate("theme => { document.documentElement.dataset.theme = theme; }", chosen)
        for button in (".primary-toggle", ".theme-switch-button", ".search-button", ".secondary-toggle"):
            assert shows(tab, button, f"{button} *"), button
        faint = {name: contrast for name in INKS if (contrast := tab.evaluate(CONTRAST_OF, f"--fig-{name}")) < 3}
        assert faint == {}


def shows(tab: Page, whole: str, parts: str) -> bool:
    """Whether the parts make a difference to the picture of the whole."""
    before = tab.locator(whole).screenshot()
    tab.evaluate("parts => document.querySelectorAll(parts).forEach(p => { p.style.visibility = 'hidden'; })", parts)
    return before != tab.locator(whole).screenshot()


# The checks, on pages that break them ----------------------------------------------------------------------

BARRIERS = {
    "target-size": '<p style="font-size:5px"><button>a</button><button>b</button></p>',
    "color-contrast": '<a class="number" href="#x" style="color:#aaa">39.1万</a>',
    "aria-dialog-name": '<div role="dialog"><p>A note without a name</p></div>',
    "select-name": "<select><option>A filter without a label</option></select>",
    "aria-required-children": '<div role="list"><p>No entry</p></div>',
    "heading-order": "<h4>Three levels down</h4>",
    "region": "</main><p>Outside of every landmark</p><main>",
}


@pytest.fixture
def shown(open_page):
    """Opens a page of that body, which has nothing else to find fault with."""
    return lambda body: open_page(f"<html lang=en><title>x</title><main><h1>x</h1>{body}</main></html>")


@pytest.mark.parametrize("whole", [True, False], ids=["first look", "second look"])
@pytest.mark.parametrize(("rule", "body"), BARRIERS.items(), ids=BARRIERS.keys())
def test_barriers_are_seen(shown, rule, body, whole):
    found = barriers(shown(body), whole=whole)
    assert any(f"{rule}: " in problem for problem in found), found


def test_a_drawing_without_a_name_among_many_with_one_is_seen_in_a_second_look(shown):
    named, unnamed = (f'<svg role="img" width="9" height="9"{name}></svg>' for name in (' aria-label="x"', ""))
    assert [problem[:12] for problem in barriers(shown(named * 9 + unnamed), whole=False)] == ["svg-img-alt:"]


def test_a_pale_word_among_many_good_ones_is_seen_by_night_only(shown):
    night = "<style>@media (prefers-color-scheme: dark) { .pale { color: #ccc } }</style>"
    found = barriers(shown(night + "<p>good</p>" * 99 + '<p class="pale">pale</p>'))
    assert [problem[:21] for problem in found] == ["dark: color-contrast:"]


@pytest.mark.parametrize(
    "body",
    [
        '<article><p style="width:2000px">x</p></article>',
        '<article><p style="overflow:hidden;height:1em">first<br>second</p></article>',
        '<article><p style="overflow-x:clip;white-space:nowrap;width:3em">far too long for it</p></article>',
    ],
    ids=["wide", "cut off below", "cut off beside"],
)
def test_lost_text_is_seen(shown, body):
    assert len(lost(shown(body))) > 0
    assert lost(shown("<article><pre style='overflow:auto;width:3em'>code may scroll</pre></article>")) == []


@pytest.mark.parametrize("style", ["transition: color 1s", "animation: a 2s", "scroll-behavior: smooth"])
def test_motion_is_seen(shown, style):
    assert len(shown(f'<p style="{style}">x</p>').evaluate(MOVES)) == 1


def test_an_icon_that_forced_colours_hide_is_seen(chromium, serve, tmp_path):
    square = "display:inline-block;width:20px;height:20px;background:#000"
    (tmp_path / "index.html").write_text(
        f'<p><b id="a"><i style="{square}"></i></b> <b id="b"><i style="{square};forced-color-adjust:none"></i></b></p>'
    )
    with chromium.new_context(forced_colors="active") as context, context.new_page() as tab:
        tab.goto(f"{serve(tmp_path)}/index.html")
        assert [shows(tab, name, f"{name} *") for name in ("#a", "#b")] == [False, True]
