"""Pages by keyboard alone: Tab reaches everything in order and is seen, dialogs keep and return the focus."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from book_site import Site
from browser import DESKTOP, PHONE
from visits import scroll

CHAPTER = "chapters/awareness.html"
LEDGER = "chapters/ledger.html"
VIEWPORTS = pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])

# All that takes focus by Tab, numbered in the order of the page.
NUMBER_ALL = """() => {
  const takes = "a[href], button, input, select, textarea, summary, [tabindex]";
  const shown = [...document.querySelectorAll(takes)].filter(element =>
    element.tabIndex >= 0 && !element.disabled && element.checkVisibility({visibilityProperty: true}));
  shown.forEach((element, i) => { element.dataset.stop = i; });
  return shown.length;
}"""
# The number of the focused element, and why its focus cannot be seen. A number's note is passed over by its script.
FOCUSED = """() => {
  const element = document.activeElement;
  if (element === document.body || element.closest("#number-note")) return null;
  const style = getComputedStyle(element);
  const shades = (colour) => colour.match(/[\\d.]+/g).slice(0, 3)
    .map((part) => part / 255).map((part) => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4);
  const luminance = (colour) => shades(colour).reduce((sum, part, i) => sum + part * [.2126, .7152, .0722][i], .05);
  const [ring, paper] = [style.outlineColor, getComputedStyle(document.body).backgroundColor].map(luminance);
  const faults = [];
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) faults.push("no outline");
  else if (Math.max(ring, paper) / Math.min(ring, paper) < 3) faults.push("pale outline");
  const boxes = [...element.getClientRects()].filter(box => box.width && box.height);
  const seen = boxes.some(box => {
    const top = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
    return top && (element.contains(top) || top.contains(element));
  });
  if (!seen) faults.push("covered or out of sight");
  return [Number(element.dataset.stop ?? -1), faults, element.outerHTML.slice(0, 120)];
}"""
# A note that opens at a number would add its own links to the walk.
WITHOUT_NOTES = "() => document.getElementById('number-notes')?.remove()"
# The browser's own buttons come after the last stop of a dialog; meanwhile the body has the focus.
FOCUS_IS_INSIDE = "() => document.activeElement === document.body || !!document.activeElement.closest('dialog[open]')"


def walk(tab: Page) -> tuple[list[int], list[str]]:
    """Tab from the top of a page to its end: the numbers of the stops, and what is wrong with their focus."""
    count = tab.evaluate(NUMBER_ALL)
    stops, faults = [], []
    for _ in range(count + 1):
        tab.keyboard.press("Tab")
        found = tab.evaluate(FOCUSED)
        if found is None:
            break
        stop, problems, html = found
        stops.append(stop)
        faults += [f"{problem}: {html}" for problem in problems]
    html_of = "stop => document.querySelector(`[data-stop='${stop}']`).outerHTML.slice(0, 120)"
    faults += [f"never reached: {tab.evaluate(html_of, stop)}" for stop in range(count) if stop not in stops]
    return stops, faults


def opened(context: BrowserContext, address: str) -> Page:
    """A page without its notes, whose script must see none when it starts."""
    context.add_init_script(f"document.addEventListener('readystatechange', {WITHOUT_NOTES})")
    tab = context.new_page()
    tab.goto(address)
    return tab


@pytest.mark.parametrize("page", [CHAPTER, LEDGER])
@pytest.mark.parametrize(("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"])
def test_tab_reaches_everything_in_order_and_is_seen(site: Site, chromium: Browser, serve, page, viewport, scheme):
    with chromium.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce") as context:
        stops, faults = walk(opened(context, f"{serve(site.html)}/{page}"))
    assert faults == []
    assert stops == sorted(stops)
    assert len(stops) > 150


@pytest.fixture
def page(site, chromium, serve, viewport):
    """The chapter."""
    with chromium.new_context(viewport=viewport, reduced_motion="reduce") as context, context.new_page() as tab:
        tab.goto(f"{serve(site.html)}/{CHAPTER}")
        yield tab


@VIEWPORTS
def test_first_stop_skips_to_the_article(page):
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Skip to main content")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@VIEWPORTS
def test_arrows_scroll_and_do_nothing_else(page):
    address = page.url
    scroll(page, "ArrowDown", 20)
    for key in ("ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    scroll(page, "End", 2_000)
    assert page.url == address


@pytest.mark.parametrize(
    ("viewport", "button"),
    [(PHONE, ".primary-toggle"), (PHONE, ".secondary-toggle"), (PHONE, ".search-button"),
     (DESKTOP, ".search-button-field")],
    ids=["contents of the book", "contents of the page", "search on a phone", "search"],
)  # fmt: skip
def test_dialog_takes_keeps_and_returns_the_focus(page, button):
    page.locator(button).focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog[open]")
    expect(dialog).to_be_visible()
    for _ in range(30):
        assert page.evaluate(FOCUS_IS_INSIDE)
        page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.locator(button)).to_be_focused()


@pytest.mark.parametrize("viewport", [DESKTOP], ids=["desktop"])
def test_contents_are_put_away_and_shown_again(page):
    button, contents = page.locator(".primary-toggle"), page.get_by_role("navigation", name="Main")
    for expanded in ("false", "true"):
        button.focus()
        page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-expanded", expanded)
        expect(button).to_be_focused()
        expect(contents).to_be_visible(visible=expanded == "true")


@pytest.mark.parametrize("viewport", [PHONE], ids=["phone"])
def test_contents_are_there_without_scripts(site, chromium, serve, viewport):
    with (
        chromium.new_context(viewport=viewport, java_script_enabled=False) as context,
        context.new_page() as tab,
    ):
        tab.goto(f"{serve(site.html)}/{CHAPTER}")
        for button in (".primary-toggle", ".secondary-toggle", ".search-button", ".theme-switch-button"):
            expect(tab.locator(button)).to_be_hidden()
        tab.get_by_role("navigation", name="Main").get_by_role("link", name="The ledger").click()
        assert tab.url.endswith(LEDGER)


# The checks, on pages that break them ----------------------------------------------------------------------

BROKEN = {
    "no outline": '<a href="#x" style="outline:none">x</a>',
    "pale outline": '<a href="#x" style="outline:2px solid #ddd">x</a>',
    "covered or out of sight": '<a href="#x">x</a><div style="position:fixed;inset:0;background:#fff"></div>',
    "never reached": '<p onkeydown="event.preventDefault()" tabindex="0">x</p><a href="#x">y</a>',
}


@pytest.fixture
def shown(open_page):
    """Opens a page of that body, whose focus is shown well."""
    style = "<style>body { background: #fff } :focus-visible { outline: 2px solid #05a }</style>"
    return lambda body: open_page(f"{style}<p>{body}</p>")


@pytest.mark.parametrize(("words", "body"), BROKEN.items(), ids=BROKEN.keys())
def test_unseen_focus_is_seen(shown, words, body):
    _, faults = walk(shown(body))
    assert [fault for fault in faults if fault.startswith(words)], faults


def test_a_sound_page_passes_and_a_wrong_order_is_seen(shown):
    assert walk(shown('<a href="#a">x</a> <button>y</button>')) == ([0, 1], [])
    stops, _ = walk(shown('<a href="#a">x</a> <button tabindex="1">y</button>'))
    assert stops == [1, 0]


def test_a_page_that_keeps_the_keys_is_seen(open_page):
    keeps = "<script>addEventListener('keydown', (event) => event.preventDefault())</script>"
    with pytest.raises(AssertionError, match="End does not scroll the page"):
        scroll(open_page("<p>x</p>" * 900 + keeps), "End", 100, presses=1)
