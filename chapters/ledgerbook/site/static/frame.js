// Sidebars and dialogs. On a wide screen the contents of the book are put away and shown again in their place;
// on a narrow one the theme's script shows them as a dialog.

const wide = matchMedia("(min-width: 992px)"); // the theme's width
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
  wide.addEventListener("change", tell);
  tell();
}

// Escape closes a dialog wherever the focus is; Sphinx would keep the key for itself.
addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelector("dialog[open]")?.close();
}, true);
