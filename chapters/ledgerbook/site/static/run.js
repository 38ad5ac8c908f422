// Runs the passages of this page in a worker, which loads Python when a reader first presses Run. What a reader set is
// kept in the address; its code is not, so that no link brings any.
{
  const forms = [...document.querySelectorAll("form.tryout")];
  let worker = null;
  let current = null;

  const part = (form, selector) => form.querySelector(selector);
  const fields = (form) => [...form.elements].filter(({ name }) => name && name !== "code");
  const changed = (field) => field.value !== (field.defaultValue ?? [...field.options].find((o) => o.defaultSelected).value);

  function say(form, text, wrong) {
    const status = part(form, ".said");
    status.textContent = text;
    status.classList.toggle("wrong", !!wrong);
  }

  function end(text, wrong) {
    for (const form of forms) part(form, "[type=submit]").disabled = false;
    part(current, ".stop").disabled = true;
    say(current, text, wrong);
    current = null;
  }

  function drop() {
    worker?.terminate();
    worker = null;
  }

  function clear(form) {
    for (const cell of form.querySelectorAll(".yours")) cell.remove();
    for (const row of form.querySelectorAll("tr")) row.hidden = false;
  }

  function cell(row, text, classes, tag = "td") {
    const made = document.createElement(tag);
    made.textContent = text;
    made.className = classes;
    row.append(made);
    return made;
  }

  function show(form, { rows, printed, error }) {
    const body = part(form, "tbody");
    clear(form);
    if (printed) cell(form, printed, "yours printed", "pre").tabIndex = 0;
    if (error) return end(error, true);
    cell(part(form, "thead tr"), /* words */"Yours", "yours", "th").scope = "col";
    const left = new Map([...body.rows].map((row) => [row.dataset.label, row]));
    let moved = 0;
    for (const { label, text, book } of rows) {
      let row = left.get(label);
      left.delete(label);
      if (!row) {
        row = cell(body, "", "yours", "tr");
        cell(row, label, "", "th").scope = "row";
        cell(row, book || "\u2013", "");
      }
      const differs = row.cells[1].textContent !== text;
      moved += differs;
      cell(row, text, differs ? "yours moved" : "yours");
    }
    for (const row of left.values()) row.hidden = true;
    end(/* words */`Yours: ${moved} of ${rows.length} differ from the book.`);
    if (!fields(form).some(changed)) return history.replaceState(null, "", `#${form.id}`);
    const query = new URLSearchParams(fields(form).map(({ name, value }) => [name, value]));
    const link = cell(part(form, ".said"), /* words */"Link to this setting", "", "a");
    link.before(" ");
    link.href = `#${form.id}?${query}`;
    history.replaceState(null, "", link.href);
  }

  function started({ dataset: { worker: address, bytes } }) {
    const made = new Worker(address, { type: "module" });
    made.onmessage = ({ data: { got, running, answer, failed } }) => {
      if (!current) return;
      if (got) say(current, got < bytes ? /* words */`Loading Python: ${Math.floor((100 * got) / bytes)}% of ${Math.round(bytes / 1e6)} MB` : /* words */"Starting Python.");
      if (running) say(current, /* words */"Running. Stop ends it.");
      if (answer) show(current, answer);
      if (failed) { drop(); end(/* words */`Python stopped: ${failed}. Press Run to start it anew.`, true); }
    };
    made.onerror = (event) => {
      event.preventDefault();
      drop();
      if (current) end(/* words */"Python cannot be loaded here. See that the page comes from a web server, and press Run again.", true);
    };
    return made;
  }

  function run(form) {
    current = form;
    for (const other of forms) part(other, "[type=submit]").disabled = true;
    part(form, ".stop").disabled = false;
    say(form, worker ? /* words */"Running. Stop ends it." : /* words */"Loading Python.");
    try {
      worker ??= started(form);
    } catch {
      return end(/* words */"This browser cannot run Python here. In a clone the passage runs as well.", true);
    }
    const { python, pack } = form.dataset;
    worker.postMessage({
      python: new URL(python, location).href,
      pack: new URL(pack, location).href,
      code: form.elements.code.value,
      fields: Object.fromEntries(fields(form).map(({ name, value }) => [name, value])),
    });
  }

  // The setting that the address keeps, as in #name?field=value.
  function restore() {
    const [id, query] = location.hash.slice(1).split("?");
    const form = query && forms.find((one) => one.id === id);
    if (!form) return;
    for (const [name, value] of new URLSearchParams(query)) {
      const field = fields(form).find((one) => one.name === name);
      if (field) field.value = value;
    }
    form.scrollIntoView();
    say(form, /* words */"Set as the link says. Press Run.");
  }

  for (const form of forms) {
    form.addEventListener("submit", (event) => { event.preventDefault(); run(form); });
    part(form, ".stop").addEventListener("click", () => { drop(); end(/* words */"Stopped. Run starts Python anew."); });
    form.addEventListener("reset", () => {
      if (current === form) { drop(); end(""); }
      if (form.elements.code.value !== form.elements.code.defaultValue && !current) drop();
      clear(form);
      say(form, "");
      history.replaceState(null, "", `#${form.id}`);
    });
  }
  addEventListener("hashchange", restore);
  restore();
}
