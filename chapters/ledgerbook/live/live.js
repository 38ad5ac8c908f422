// Loads the page again when another build of it is there, and shows what that build found wrong.
"use strict";
const shown = document.currentScript.dataset.build;

new EventSource("/live").onmessage = ({ data }) => {
  const { build, faults } = JSON.parse(data);
  if (build !== shown) location.reload();
  else if (faults) document.body.append(notice(faults));
};

function notice(text) {
  document.getElementById("live-faults")?.remove();
  const box = Object.assign(document.createElement("pre"), { id: "live-faults", textContent: text });
  box.setAttribute("role", "status");
  Object.assign(box.style, {
    position: "fixed", inset: "auto 0 0 0", zIndex: 9999, margin: 0, padding: "1em", maxHeight: "40vh",
    overflow: "auto", whiteSpace: "pre-wrap", background: "#fff", color: "#900", borderTop: "3px solid #900",
  });
  return box;
}
