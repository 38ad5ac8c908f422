"""What axe finds on a page, by day and by night."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# WCAG 2.2 AA and best practice. axe cannot see through the lines of a drawing, and says so as incomplete.
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
STRUCTURE = {
    "runOnly": RULES,
    "rules": {"color-contrast": {"enabled": False}, "target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
CONTRAST = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
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
