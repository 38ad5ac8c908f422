"""No barriers on any page: what axe finds by day and by night, and how pages bear zoom, spacing and few colours."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from book_site import Site, sample
from browser import DESKTOP, PHONE

# WCAG 2.2 AA and best practice. axe cannot see through the lines of a drawing, and says so as incomplete.
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
STRUCTURE = {"runOnly": RULES, "rules": {"color-contrast": {"enabled": False}}, "resultTypes": ["violations"]}
CONTRAST = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
SHOW_ALL = """() => {
  for (const part of document.querySelectorAll("details")) part.open = true;
  document.querySelector("article :is(p, li) a.number")?.click();
}"""
# To judge contrast takes most of the time, and elements with the same ancestors of the same classes have the same
# colours: the first three of each kind stay.
THIN_OUT = """() => {
  const kinds = new Map();
  for (const element of document.querySelectorAll("body *")) {
    if (!element.isConnected) continue;
    let kind = "";
    for (let box = element; box; box = box.parentElement) {
      kind += `${box.localName}.${box.getAttribute("class")}.${box.getAttribute("style")} `;
    }
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    if (kinds.get(kind) > 3) element.remove();
  }
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
            found[site.name(page)] = barriers(tab)
    assert {name: problems for name, problems in found.items() if problems} == {}
    assert notes >= 7  # the chapters' and the cover's


def barriers(tab: Page) -> list[str]:
    """What axe finds on a page; contrast by day and by night. Leaves the page thinned out."""
    found = violations(tab, STRUCTURE)
    tab.evaluate(THIN_OUT)
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {violation}" for violation in violations(tab, CONTRAST)]
    return found


def violations(tab: Page, options: dict) -> list[str]:
    """The rule and the element of each violation."""
    found = Axe().run(tab, options=options).response["violations"]
    return [f"{violation['id']}: {node['html'][:120]}" for violation in found for node in violation["nodes"]]


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


BARRIERS = {
    "color-contrast": '<a class="number" href="#x" style="color:#aaa">39.1万</a>',
    "aria-dialog-name": '<div role="dialog"><p>A note without a name</p></div>',
    "select-name": "<select><option>A filter without a label</option></select>",
    "aria-required-children": '<div role="list"><p>No entry</p></div>',
    "heading-order": "<h4>Three levels down</h4>",
    "region": "</main><p>Outside of every landmark</p><main>",
}


@pytest.fixture
def shown(chromium, serve, tmp_path):
    """Opens a page of that body."""
    with chromium.new_context(viewport=DESKTOP) as context, context.new_page() as tab:

        def show(body: str) -> Page:
            page = f"<!doctype html><html lang=en><title>x</title><main><h1>x</h1>{body}</main></html>"
            (tmp_path / "index.html").write_text(page, encoding="utf-8")
            tab.goto(f"{serve(tmp_path)}/index.html")
            return tab

        yield show


@pytest.mark.parametrize(("rule", "body"), BARRIERS.items(), ids=BARRIERS.keys())
def test_barriers_are_seen(shown, rule, body):
    found = barriers(shown(body))
    assert any(f"{rule}: " in problem for problem in found), found


def test_a_pale_word_among_many_good_ones_is_seen_by_night_only(shown):
    night = "<style>@media (prefers-color-scheme: dark) { .pale { color: #ccc } }</style>"
    found = barriers(shown(night + "<p>good</p>" * 99 + '<p class="pale">pale</p>'))
    assert [problem[:21] for problem in found] == ["dark: color-contrast:"]
