"""What axe finds on a page, by day and by night."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# WCAG 2.2 AA and best practice. axe cannot see through the lines of a drawing, and says so as incomplete.
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = ["color-contrast", "link-in-text-block"]
STRUCTURE = {
    "runOnly": RULES,
    "rules": {**{rule: {"enabled": False} for rule in COLOURS}, "target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
SIZES = {"runOnly": ["target-size"], "resultTypes": ["violations"]}
CONTRAST = {"runOnly": COLOURS, "resultTypes": ["violations"]}
# To judge a page of ten thousand elements takes seconds, and elements with the same ancestors of the same classes have
# the same colours and, mostly, the same structure: the first three of each kind stay, and all that has a name or a role
# of its own where ``named``.
THIN_OUT = """(named) => {
  const own = ":is(svg, figure, img, table, details, dialog, button, input, select, [role], [aria-label]):not(a, a *)";
  const kinds = new Map();
  for (const element of document.querySelectorAll("body *")) {
    if (!element.isConnected) continue;
    let kind = "";
    for (let box = element; box; box = box.parentElement) {
      kind += `${box.localName}.${box.getAttribute("class")}.${box.getAttribute("style")} `;
    }
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    if (kinds.get(kind) > 3 && !(named && element.matches(own))) element.remove();
  }
}"""


def barriers(tab: Page, *, whole: bool = True) -> list[str]:
    """What axe finds on a page; contrast by day and by night. Leaves the page thinned out.

    Not ``whole``: of what looks alike only some is judged, but for sizes. For a second look at a page, in a window of
    another size.
    """
    found = violations(tab, STRUCTURE if whole else SIZES)
    if not whole:
        tab.evaluate(THIN_OUT, True)
        found += violations(tab, STRUCTURE)
    tab.evaluate(THIN_OUT, False)
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {violation}" for violation in violations(tab, CONTRAST)]
    return found


def violations(tab: Page, options: dict) -> list[str]:
    """The rule and the element of each violation."""
    # To load axe takes longer than to ask it of a short page.
    axe = Axe("") if tab.evaluate("'axe' in window") else Axe()
    found = axe.run(tab, options=options).response["violations"]
    return [f"{violation['id']}: {node['html'][:120]}" for violation in found for node in violation["nodes"]]
