// Shows where a number comes from: on hover, on keyboard focus, on tap or click. Escape, a click elsewhere or leaving
// closes it. What it shows lies in the page (template#number-notes); without this script a number is a plain link.

const notes = document.getElementById("number-notes");
const HOVER_DELAY = 250; // ms: a pointer that only passes over opens nothing
const LEAVE_DELAY = 300; // ms: time to reach the note
const MARGIN = 8; // px between note, number and window

const note = document.createElement("div");
note.id = "number-note";
note.popover = "manual";
note.tabIndex = -1;
note.setAttribute("role", "dialog");

const close = document.createElement("button");
close.type = "button";
close.className = "close";
close.setAttribute("aria-label", /* words */"Close");
close.textContent = "×";

let shown = null; // the number whose note is open
let pinned = false; // opened on purpose: it stays until it is closed
let returning = false; // focus goes back to the number of a note that closes, which must not open it again
let timer = 0;

const numberAt = (target) => target instanceof Element && target.closest("a.number");

function open(number, pin) {
  clearTimeout(timer);
  if (number !== shown) {
    const name = decodeURIComponent(new URL(number.href).hash.slice(1));
    const article = [...notes.content.querySelectorAll("[data-number]")].find((one) => one.dataset.number === name);
    if (!article) return false;
    hide();
    note.textContent = "";
    note.append(close, article.cloneNode(true));
    note.setAttribute("aria-label", note.querySelector(".note-title").textContent);
    number.after(note); // so that Tab leads from the number into its note
    note.showPopover();
    number.setAttribute("aria-expanded", "true");
    shown = number;
    place();
  }
  pinned = pin;
  return true;
}

function hide() {
  clearTimeout(timer);
  if (!shown) return;
  const number = shown;
  const had = note.contains(document.activeElement);
  shown = null;
  pinned = false;
  number.setAttribute("aria-expanded", "false");
  note.hidePopover();
  returning = true;
  if (had) number.focus({ preventScroll: true });
  returning = false;
}

function place() {
  // A number that breaks over two lines has two boxes: the note stands above the first or below the last.
  const boxes = shown.getClientRects();
  const first = boxes[0];
  const box = boxes[boxes.length - 1];
  const above = first.top - 2 * MARGIN;
  const below = innerHeight - box.bottom - 2 * MARGIN;
  note.style.maxHeight = `min(32rem, ${Math.max(above, below)}px)`; // so that it never covers its number
  const { offsetWidth: width, offsetHeight: height } = note;
  const top = height <= below || below >= above ? box.bottom + MARGIN : first.top - MARGIN - height;
  note.style.left = `${Math.max(MARGIN, Math.min(box.left, document.documentElement.clientWidth - width - MARGIN))}px`;
  note.style.top = `${top}px`;
}

function leave() {
  clearTimeout(timer);
  timer = setTimeout(() => pinned || hide(), LEAVE_DELAY);
}

if (notes && "popover" in HTMLElement.prototype) {
  for (const number of document.querySelectorAll("a.number")) {
    number.removeAttribute("title"); // the note says more, and the two would overlap
    number.setAttribute("aria-haspopup", "dialog");
    number.setAttribute("aria-expanded", "false");
  }

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const number = numberAt(event.target);
    if (note.contains(event.target) || (number && number === shown)) clearTimeout(timer);
    else if (number && !pinned) {
      clearTimeout(timer);
      timer = setTimeout(() => open(number, false), HOVER_DELAY);
    } else if (!pinned) leave();
  });

  document.addEventListener("focusin", (event) => {
    const number = numberAt(event.target);
    if (returning) return;
    if (number && number.matches(":focus-visible")) open(number, pinned && number === shown);
    else if (shown && !note.contains(event.target) && number !== shown) hide();
  });

  document.addEventListener("click", (event) => {
    const number = numberAt(event.target);
    if (event.target === close) hide();
    else if (number && !note.contains(number)) {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      if (number === shown && pinned) {
        event.preventDefault();
        hide();
      } else if (open(number, true)) {
        event.preventDefault();
        if (!event.detail) note.focus({ preventScroll: true }); // opened by the keyboard
      }
    } else if (!note.contains(event.target)) hide();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown) {
      event.stopPropagation();
      hide();
    }
  }, true);

  // The note goes with its number, also in a table that scrolls by itself, and closes when the number is out of sight.
  const follow = (event) => {
    if (!shown || note.contains(event.target)) return;
    const { top, bottom } = shown.getBoundingClientRect();
    if (bottom < 0 || top > innerHeight) hide();
    else place();
  };
  addEventListener("scroll", follow, { passive: true, capture: true });
  addEventListener("resize", follow);
}
