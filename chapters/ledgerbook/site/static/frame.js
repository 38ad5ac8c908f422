// What every page of the book does besides its text: sidebars, dialogs, and parts that open for an address. The first
// lines are for browsers that lack something that the theme's script, which comes after this one, takes for granted:
// with them a reader loses what it would have done, and nothing else.

window.IntersectionObserver ??= class { observe() {} unobserve() {} disconnect() {} };
window.MutationObserver ??= class { observe() {} disconnect() {} };
window.matchMedia ??= () => ({ matches: false });
for (const storage of ["localStorage", "sessionStorage"]) {
  try {
    window[storage].length; // refused where the reader lets no page keep anything
  } catch {
    const kept = new Map(); // until the page is left
    const value = {
      getItem: (name) => kept.get(name) ?? null,
      setItem: (name, words) => kept.set(name, words),
      removeItem: (name) => kept.delete(name),
    };
    Object.defineProperty(window, storage, { value });
  }
}

// On a wide screen the contents of the book are put away and shown again in their place; on a narrow one the theme's
// script shows them as a dialog.

const wide = matchMedia("(min-width: 62em)"); // the theme's width
const sidebar = document.getElementById("pst-primary-sidebar");
const toggle = document.querySelector(".primary-toggle");

function tell() {
  if (wide.matches) toggle.setAttribute("aria-expanded", !sidebar.classList.contains("pst-sidebar-hidden"));
  else toggle.removeAttribute("aria-expanded");
}

if (sidebar && toggle) {
  toggle.addEventListener("click", (event) => {
    if (!wide.matches) return;
    event.stopImmediatePropagation(); // the theme would open a dialog
    sidebar.classList.toggle("pst-sidebar-hidden");
    tell();
  }, true);
  wide.addEventListener?.("change", tell);
  tell();
}

// An address that names a part that is closed, or something in one, opens it.
function openTarget() {
  let target = null;
  try {
    target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch { /* an address of somebody's making */ }
  const closed = [];
  for (let part = target?.closest("details"); part; part = part.parentElement.closest("details")) {
    if (!part.open) closed.push(part);
  }
  for (const part of closed) part.open = true;
  if (closed.length) target.scrollIntoView();
}

addEventListener("hashchange", openTarget);
openTarget();

// Escape closes a dialog wherever the focus is.
addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelector("dialog[open]")?.close?.();
}, true);
