// Makes figures answer when a reader reaches for them; until then nothing is loaded but these lines. Without scripts a
// figure is complete: what a mark answers stands in the table below it, the other reading on the figure's own page.

(() => {
  // --- Marks: figure-marks.js is loaded when the pointer or the focus first comes to a drawing ---

  const source = new URL("figure-marks.js", document.currentScript.src);
  const able = "popover" in HTMLElement.prototype; // without it a mark has no note, and the table says the same
  const EVENTS = ["pointerover", "focusin", "click"];
  let last = null; // what the reader did meanwhile is done again when the script is there

  const reach = (event) => {
    if (!(event.target instanceof Element && event.target.closest(".drawings[tabindex]"))) return;
    if (!last) load();
    last = event;
  };
  const load = () => {
    const script = document.createElement("script");
    script.src = source;
    script.addEventListener("load", () => {
      for (const kind of EVENTS) removeEventListener(kind, reach);
      last.target.dispatchEvent(new last.constructor(last.type, last));
    });
    document.head.append(script);
  };
  if (able) for (const kind of EVENTS) addEventListener(kind, reach, { passive: true });

  const makeReachable = (drawings) => {
    if (!able || !drawings.querySelector("[data-row]")) return;
    drawings.tabIndex = 0;
    drawings.setAttribute("role", "group");
    drawings.setAttribute("aria-label", /* words */"Chart: the left and right arrow keys go through the rows of its table");
  };
  document.querySelectorAll(".drawings").forEach(makeReachable);

  // --- The strict reading, fetched from the figure's own page; from disk, where nothing can be fetched, it is a link ---

  const PARTS = [".caption-text", ".drawings", ".figure-data"];

  const strictParts = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const strict = page.getElementById("strict");
    strict.querySelectorAll(".drawings").forEach(makeReachable);
    return PARTS.map((part) => strict.querySelector(part));
  };

  const exchange = (figure, others) =>
    PARTS.map((part, number) => {
      const shown = figure.querySelector(part);
      others[number].open = shown.open;
      shown.replaceWith(others[number]);
      return shown;
    });

  const put = new Map(); // the parts of each figure that are not shown

  const choose = async (figure, link) => {
    if (figure.ariaBusy === "true") return; // asked for already
    figure.ariaBusy = "true";
    try {
      put.set(figure, exchange(figure, put.get(figure) ?? (await strictParts(link.href))));
    } catch {
      location.assign(link.href);
      return;
    }
    figure.ariaBusy = "false";
    for (const button of figure.querySelectorAll(".figure-reading button")) {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    }
  };

  if (location.protocol !== "file:") {
    for (const figure of document.querySelectorAll("figure.book-figure")) {
      const link = figure.querySelector(".figure-reading a");
      if (!link) continue;
      for (const words of [figure.querySelector(".figure-reading .usual"), link]) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = words.textContent;
        button.setAttribute("aria-pressed", String(words !== link));
        button.addEventListener("click", () => button.getAttribute("aria-pressed") === "true" || choose(figure, link));
        words.replaceWith(button);
      }
    }
  }
})();
