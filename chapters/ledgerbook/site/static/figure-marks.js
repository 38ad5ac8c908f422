// Shows for a mark of a drawing the row of the figure's table that it stands for, with links to the claims behind it, and
// lifts the row's marks out of the others. By pointer, by tap, or by the left and right arrow keys on a focused drawing; up and down scroll as ever.

(() => {
  const NEAR = 14; // px: a mark may be a thin line
  const LEAVE_DELAY = 300; // ms: time to reach the note
  const MARGIN = 10; // px between note, mark and window
  const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

  const note = document.createElement("div");
  note.id = "mark-note";
  note.popover = "manual";
  note.tabIndex = -1;
  note.setAttribute("role", "dialog");
  note.setAttribute("aria-label", /* words */"Row of the figure's table");

  const spoken = document.createElement("p"); // what a screen reader says while the arrow keys go through the rows
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  document.body.append(spoken);

  let drawings = null; // whose note is open
  let row = -1; // its row
  let pinned = false; // it stays until it is closed
  let timer = 0;

  const svgOf = (place) => [...place.querySelectorAll("svg")].find((svg) => svg.getBoundingClientRect().width);
  const tableOf = (place) => place.closest("figure").querySelector(".figure-data table");
  const rowsOf = (place) => tableOf(place).tBodies[0].rows;
  const marksOf = (place, number) => svgOf(place).querySelectorAll(`[data-row="${number}"]`);

  const distance = ({ left, right, top, bottom }, x, y) =>
    Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));

  function rowAt(place, event) {
    const under = event.target.closest("[data-row]");
    if (under) return Number(under.dataset.row);
    let nearest = -1;
    let least = NEAR;
    for (const mark of svgOf(place)?.querySelectorAll("[data-row]") ?? []) {
      const far = distance(mark.getBoundingClientRect(), event.clientX, event.clientY);
      if (far < least) [nearest, least] = [Number(mark.dataset.row), far];
    }
    return nearest;
  }

  function content(place, number) {
    const headings = [...tableOf(place).tHead.rows[0].cells].map((cell) => cell.textContent.trim());
    const list = document.createElement("dl");
    [...rowsOf(place)[number].cells].forEach((cell, i) => {
      if (!cell.textContent.trim()) return;
      const term = document.createElement("dt");
      term.textContent = headings[i];
      const words = document.createElement("dd");
      words.append(...cell.cloneNode(true).childNodes);
      list.append(term, words);
    });
    return list;
  }

  function stay() {
    clearTimeout(timer);
    timer = 0;
  }

  function show(place, number, pin) {
    stay();
    pinned = pin;
    if (place === drawings && number === row) return;
    hide();
    [drawings, row, pinned] = [place, number, pin];
    lift(place, number);
    note.textContent = "";
    note.append(content(place, number));
    place.after(note); // so that Tab leads from the drawing into its note
    note.showPopover();
    follow();
  }

  function hide() {
    stay();
    if (!drawings) return;
    const place = drawings;
    const had = note.contains(document.activeElement);
    drop(place);
    [drawings, row, pinned] = [null, -1, false];
    note.hidePopover();
    if (had) place.focus({ preventScroll: true });
  }

  function lift(place, number) {
    drop(place);
    svgOf(place)?.classList.add("lifted");
    for (const mark of marksOf(place, number)) mark.classList.add("of-row");
    rowsOf(place)[number].classList.add("of-row");
  }

  function drop(place) {
    for (const marked of place.closest("figure").querySelectorAll(".lifted, .of-row")) {
      marked.classList.remove("lifted", "of-row");
    }
  }

  function follow() {
    const boxes = [...marksOf(drawings, row)].map((mark) => mark.getBoundingClientRect());
    const box = boxes.length ? boxes : [drawings.getBoundingClientRect()];
    const top = Math.min(...box.map((b) => b.top));
    const bottom = Math.max(...box.map((b) => b.bottom));
    const left = Math.min(...box.map((b) => b.left));
    if (bottom < 0 || top > innerHeight) return hide();
    const { offsetWidth: width, offsetHeight: height } = note;
    const below = bottom + MARGIN + height <= innerHeight || top < height + MARGIN;
    note.style.left = `${Math.max(MARGIN, Math.min(left, document.documentElement.clientWidth - width - MARGIN))}px`;
    note.style.top = `${Math.max(MARGIN, Math.min(below ? bottom + MARGIN : top - MARGIN - height, innerHeight - height))}px`;
  }

  function step(place, key) {
    const count = rowsOf(place).length;
    const from = place === drawings ? row : -1;
    if (key === "Home") return 0;
    if (key === "End") return count - 1;
    return from < 0 ? (STEPS[key] > 0 ? 0 : count - 1) : Math.max(0, Math.min(count - 1, from + STEPS[key]));
  }

  function speak(place, number) {
    const cells = [...rowsOf(place)[number].cells].map((cell) => cell.textContent.trim());
    spoken.textContent = cells.filter(Boolean).join("; ");
  }

  const drawingsAt = (target) => target instanceof Element && target.closest(".drawings[tabindex]");

  const point = (event) => {
    if (event.pointerType !== "mouse" || pinned) return;
    const place = drawingsAt(event.target);
    const number = place ? rowAt(place, event) : -1;
    if (number >= 0) show(place, number, false);
    else if (note.contains(event.target)) stay();
    else if (drawings && !timer) timer = setTimeout(() => ((timer = 0), pinned || hide()), LEAVE_DELAY);
  };
  for (const kind of ["pointerover", "pointermove"]) addEventListener(kind, point);

  // Before any other answer to the click, which may put another drawing in the place of this one.
  addEventListener("click", (event) => {
    if (note.contains(event.target)) return;
    const place = drawingsAt(event.target);
    const number = place ? rowAt(place, event) : -1;
    if (number < 0 || (pinned && place === drawings && number === row)) hide();
    else show(place, number, true);
  }, true);

  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drawings) {
      event.stopPropagation();
      hide();
      return;
    }
    const place = document.activeElement?.matches(".drawings[tabindex]") && document.activeElement;
    if (!place || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in STEPS || event.key === "Home" || event.key === "End") {
      event.preventDefault();
      show(place, step(place, event.key), true);
      speak(place, row);
    } else if (event.key === "Enter" && place === drawings) {
      note.focus({ preventScroll: true });
    }
  }, true);

  addEventListener("focusin", (event) => {
    if (drawings && !note.contains(event.target) && event.target !== drawings) hide();
  });

  // A row of the table lifts its marks, for those who look from the numbers to the drawing.
  addEventListener("pointerover", (event) => {
    const line = event.target instanceof Element && event.target.closest(".figure-data tbody tr");
    const place = line && line.closest("figure").querySelector(".drawings[tabindex]");
    if (place && !drawings) lift(place, line.sectionRowIndex);
    else if (!drawings) document.querySelectorAll(".lifted").forEach((svg) => drop(svg.closest(".drawings")));
  });

  addEventListener("scroll", (event) => drawings && !note.contains(event.target) && follow(), { passive: true, capture: true });
  addEventListener("resize", () => drawings && follow());
})();
