// Filters and sorts the ledger (window.LEDGER, from ledger-data.js). The choice is kept in the address, so that it can
// be linked to; an address that names a claim leads to the claim.

const STEP = 100; // rows shown at a time
const CHOICES = ["text", "strand", "measure", "year", "agency", "source", "status", "sort", "reprints"];

const { measures, strands, sources, agencies, places, statuses, columns, claims } = window.LEDGER;
const rows = claims.map((cells) => prepared(Object.fromEntries(columns.map((name, i) => [name, cells[i]]))));
const [home] = Object.keys(places); // what needs no saying
const view = document.getElementById("ledger");
const form = view.querySelector("form");
const body = view.querySelector("tbody");
let found = [];
let shown = STEP;

function prepared(row) {
  const [label, page, strand] = measures[row.measure];
  const agency = row.agencies.map((i) => agencies[i]).join(/* words */" and ");
  const [source, sourceId] = sources[row.source];
  const text = [row.number, row.phrase, row.translation, label, row.id, agency, source].join("\n").toLowerCase();
  return { ...row, label, page: `../${page}.html`, strand, agency, sourceWords: source, sourceId, text };
}

function options(name, pairs) {
  for (const [value, words] of pairs) form.elements[name].append(new Option(words, value));
}

// A count since a day that nobody prints is found by the year in which it ends.
const firstDay = (row) => row.start || row.end;

function years() {
  const all = new Set();
  for (const row of rows) {
    for (let year = +firstDay(row).slice(0, 4); year <= +row.end.slice(0, 4); year += 1) all.add(year);
  }
  return [...all].sort((a, b) => b - a).map((year) => [year, year]);
}

function matches(row, want) {
  return (!want.text || want.text.toLowerCase().split(/\s+/).every((word) => row.text.includes(word)))
    && (!want.strand || row.strand === want.strand)
    && (!want.measure || row.page === want.measure)
    && (!want.year || (firstDay(row).slice(0, 4) <= want.year && want.year <= row.end.slice(0, 4)))
    && (!want.agency || row.agencies.includes(+want.agency))
    && (!want.source || row.sourceId === want.source)
    && (!want.status || row.status === want.status)
    && (want.reprints || !row.reprint);
}

const keys = {
  value: (row) => row.value,
  measure: (row) => row.label.toLowerCase(),
  start: (row) => row.start + row.end,
  agency: (row) => row.agency.toLowerCase(),
  source: (row) => row.sourceWords.toLowerCase(),
  status: (row) => row.status,
};

// The name of a key, with a minus where it goes down; without one, as in the record, which begins with the release.
function order() {
  const { value } = form.elements.sort;
  return { key: value.replace("-", ""), down: value.startsWith("-") };
}

function refresh() {
  const want = Object.fromEntries(new FormData(form));
  const { key: name, down } = order();
  const key = keys[name];
  found = rows.filter((row) => matches(row, want));
  if (key) found.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0) * (down ? -1 : 1));
  remember(want);
  draw();
}

function remember(want) {
  // An address that names a part of the page is left as it is.
  if (location.hash && !location.hash.includes("=") && !Object.values(want).some(Boolean)) return;
  const kept = Object.entries(want).filter(([, value]) => value);
  try {
    history.replaceState(null, "", kept.length ? `#${new URLSearchParams(kept)}` : location.pathname);
  } catch { /* a page opened from disk may not change its address */ }
}

function draw() {
  body.textContent = "";
  body.append(...found.slice(0, shown).map(line));
  const [count, total] = [found, rows].map(({ length }) => length.toLocaleString(document.documentElement.lang));
  view.querySelector(".count").textContent = found.length > shown
    ? /* words */`${count} of ${total} claims; the first ${shown} are shown` : /* words */`${count} of ${total} claims`;
  view.querySelector(".more").hidden = found.length <= shown;
  const { key, down } = order();
  for (const head of view.querySelectorAll("th[data-sort]")) {
    if (head.dataset.sort === key) head.setAttribute("aria-sort", down ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  }
}

function line(row) {
  const number = element("th", link(`${row.page}#${row.id}`, row.number, row.language));
  number.scope = "row";
  const place = row.place === home || row.label.includes(places[row.place]) ? "" : ` (${places[row.place]})`;
  const what = element("td", link(row.page, row.label), row.kind ? `, ${row.kind}` : "", place);
  const phrase = element("span", row.translation || row.phrase);
  phrase.className = "phrase";
  what.append(phrase);
  const source = element("td", link(`sources.html#source-${row.sourceId}`, row.sourceWords), row.reprint ? /* words */" (reprint)" : "");
  const period = row.start === row.end ? row.end : /* words */`${row.start} to\n${row.end}`.trim();
  return element("tr", number, what, element("td", period), element("td", row.agency), source, element("td", statuses[row.status]));
}

function element(name, ...content) {
  const made = document.createElement(name);
  made.append(...content);
  return made;
}

function link(address, words, language) {
  const made = element("a", words);
  made.href = address;
  if (language && language !== "en") made.lang = language;
  return made;
}

function save() {
  const names = ["id", "label", "number", "value", "unit", "bound", "kind", "accumulation", "start", "end", "place", "agency", "sourceId", "sourceWords", "phrase", "translation", "status"];
  // What a spreadsheet would compute begins with an apostrophe, its sign for text.
  const harmless = (text) => (/^[=@+\-＝＠＋－]/.test(text) && !/^[+-][0-9][0-9.,% ]*$/.test(text) ? `'${text}` : text);
  const cell = (value) => `"${harmless(String(value)).replaceAll('"', '""')}"`;
  const lines = [names.join(","), ...found.map((row) => names.map((name) => cell(row[name])).join(","))];
  const made = link(URL.createObjectURL(new Blob(["\ufeff", lines.join("\r\n")], { type: "text/csv" })), "");
  made.download = "ledger.csv";
  made.click();
  URL.revokeObjectURL(made.href);
}

function start() {
  const byName = (a, b) => a[1].localeCompare(b[1], "en");
  options("strand", Object.entries(strands));
  options("measure", measures.map(([label, page]) => [`../${page}.html`, label]).sort(byName));
  options("year", years());
  options("agency", agencies.map((name, i) => [i, name]).sort(byName));
  options("source", sources.map(([words, id]) => [id, words]).sort(byName));
  options("status", Object.entries(statuses));
  const asked = new URLSearchParams(location.hash.slice(1));
  for (const name of CHOICES) {
    if (name === "reprints") form.elements[name].checked = asked.has(name);
    else if (asked.has(name)) form.elements[name].value = asked.get(name);
  }
  form.addEventListener("input", () => { shown = STEP; refresh(); });
  form.addEventListener("reset", () => setTimeout(() => { shown = STEP; refresh(); }));
  form.addEventListener("submit", (event) => event.preventDefault());
  view.querySelector(".more").addEventListener("click", () => { shown += STEP; draw(); });
  view.querySelector(".save").addEventListener("click", save);
  for (const head of view.querySelectorAll("th[data-sort]")) {
    head.querySelector("button").addEventListener("click", () => {
      const name = head.dataset.sort;
      form.elements.sort.value = form.elements.sort.value === name ? `-${name}` : name;
      refresh();
    });
  }
  view.hidden = false;
  refresh();
}

// Ids have no character that an address writes otherwise, so the address is compared as it is.
function lead() {
  const named = rows.find((row) => row.id === location.hash.slice(1));
  if (named) location.replace(`${named.page}#${named.id}`);
  return Boolean(named);
}

addEventListener("hashchange", lead);
if (!lead()) start();
