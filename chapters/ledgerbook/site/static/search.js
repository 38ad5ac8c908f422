// Looks through the text of the book (window.SEARCH, from search-data.js) for the words of the address: ?q=words.
// Han characters and numbers are found in either script and however they are written, English words in every form that
// has the same stem. A page is found when it holds all of them.

const STEP = 20; // pages shown at a time
const MOST = 3; // places shown of a page
const LENGTH = 240; // characters of an excerpt
const BEFORE = 60; // characters of it before the first hit
const OPENING = 60; // characters of a place without a heading that stand for one

const HAN = /\p{Script=Han}/u;
const NUMBER = /^\d[\d,]*(?:\.\d+)?(?:[万亿]|$)/u;
// What a number is counted in, by the zeros that it stands for.
const SCALES = { 3: [" thousand"], 4: ["万"], 6: [" million"], 8: ["亿"], 9: [" billion"] };
const LARGE = 5; // digits from which a number is written in more than one way
const looksBack = (() => { try { return Boolean(new RegExp("(?<!a)", "u")); } catch { return false; } })();
const form = document.getElementById("search");
const message = document.getElementById("search-count");
const list = document.getElementById("search-results");
let places; // every part of every page
let stemmer;
let vocabulary; // every English word of the book
let stems; // theirs, from the first English query on

function prepare({ pages }) {
  places = pages.flatMap(([address, title, parts]) => parts.map(
    ([anchor, heading, text]) => ({ address, title, anchor, heading, text, head: folded(heading), body: folded(`${text} ${anchor}`) }),
  ));
  vocabulary = [...new Set(places.flatMap((place) => `${place.head} ${place.body}`.match(/[a-z]+/g) ?? []))];
  stemmer = new window.Stemmer();
}

// Without case, accents, full width and the traditional script, and of the same length, so that a place in it is one in
// the text.
function folded(text) {
  const plain = text.normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC").toLowerCase();
  const narrow = plain.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
  const simplified = window.SEARCH.simplified ?? {};
  return narrow.toLowerCase().replace(/[\u3400-\u9fff]/g, (character) => simplified[character] ?? character);
}

// --- From the query to patterns ---

function termsOf(query) {
  const chunks = folded(query).split(/[\s\u3001\u3002\u300a-\u300f\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f\u2018\u2019\u201c\u201d()!?;:"]+|,(?!\d)/u).flatMap(wordsOf).filter(Boolean);
  const telling = chunks.filter((word) => !window.SEARCH.stopwords.includes(word));
  return (telling.length ? telling : chunks).flatMap(known).map((word) => ({ word, pattern: new RegExp(patternOf(word), "gu") }));
}

function wordsOf(chunk) {
  const word = folded(chunk).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}%]+$|['’]s$/gu, "");
  return /^[\p{Script=Latin}\P{L}]*$/u.test(word) && !/\d/.test(word) ? word.split(/[^a-z]+/) : [word];
}

// What stands nowhere as it is typed is taken for several words where Han characters and others meet.
function known(word) {
  const pieces = word.match(/\p{Script=Han}+|\P{Script=Han}+/gu);
  const pattern = new RegExp(patternOf(word), "u");
  return pieces.length === 1 || places.some((place) => pattern.test(place.head) || pattern.test(place.body)) ? [word] : pieces;
}

function patternOf(word) {
  if (/^[a-z]+$/.test(word)) return `${notAfter("[a-z]")}(?:${formsOf(word).join("|")})(?![a-z])`;
  // A number must not be part of a longer one: 5.2 is not 45.2, and 452 not 452,000.
  const before = /^\d/.test(word) ? notAfter("\\d|\\d[.,]") : /^[a-z]/.test(word) ? notAfter("[a-z]") : "";
  const after = /^\d|\d$/.test(word) ? "(?!\\d|[.,]\\d)" : "";
  return `${before}(?:${forms(word).map((form) => form.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("|")})${after}`;
}

// Where a browser cannot look back, more is found.
function notAfter(what) {
  return looksBack ? `(?<!${what})` : "";
}

// The ways in which a large number is written; anything else is written in one.
function forms(word) {
  const number = word.match(NUMBER)?.[0];
  if (!number) return [word];
  const plain = moved(number.replace(/[,万亿]/g, ""), { 万: 4, 亿: 8 }[number.slice(-1)] ?? 0);
  if (plain.includes(".") || plain.length < LARGE) return [word];
  const units = Object.entries(SCALES).filter(([zeros]) => Number(zeros) < plain.length).flatMap(
    ([zeros, words]) => words.map((unit) => moved(plain, -zeros) + unit),
  );
  const rest = word.slice(number.length);
  const all = [plain, plain.replace(/\B(?=(?:\d{3})+$)/g, ","), ...units].map((form) => form + rest);
  return [...new Set([word, ...all])];
}

// The decimal with its point so many places to the right, or to the left below nought.
function moved(decimal, places) {
  const [whole, part = ""] = decimal.split(".");
  const digits = "0".repeat(Math.max(0, 1 - places - whole.length)) + whole + part + "0".repeat(Math.max(0, places - part.length));
  const point = digits.length - Math.max(part.length, places) + places;
  const end = digits.slice(point).replace(/0+$/, "");
  return digits.slice(0, point).replace(/^0+(?=\d)/, "") + (end && `.${end}`);
}

// The words of the book that share the stem, else those that begin so, else the word itself, which stands nowhere.
function formsOf(word) {
  const stem = stemmer.stemWord(word);
  stems ??= vocabulary.map((other) => stemmer.stemWord(other));
  const related = vocabulary.filter((_, i) => stems[i] === stem);
  if (related.length) return related;
  const longer = vocabulary.filter((other) => other.startsWith(word));
  return longer.length ? longer : [word];
}

// --- From patterns to pages, the best first ---

// A word weighs more in a heading, the more so where the heading begins with it and the more it makes up of it (Han
// characters of its own, other words of the rest), and most in the title of a page.
function weight(place, { word, pattern }) {
  const inHead = place.head.match(pattern);
  if (!inHead) return place.body.search(pattern) < 0 ? 0 : 1;
  const others = /\d/.test(word) ? "" : HAN.test(word) ? /\P{Script=Han}/gu : /\p{Script=Han}/gu;
  const share = Math.min(1, inHead[0].length / place.head.replace(others, "").trim().length);
  return 4 + 6 * share + (place.head.startsWith(inHead[0]) ? 1 : 0) + (place.anchor ? 0 : 2);
}

function search(query) {
  const terms = termsOf(query);
  const whole = folded(query.trim());
  const found = new Map();
  for (const place of terms.length ? places : []) {
    const weights = terms.map((term) => weight(place, term));
    const isNamed = place.anchor.replace(/^(?:source|result|check|search|disagreement|measure)-/, "") === whole && place.anchor;
    if (!isNamed && !weights.some(Boolean)) continue;
    const phrase = place.head.includes(whole) ? 3 : place.body.includes(whole) ? 0.5 : 0;
    // A place with all words goes before one with some.
    const score = weights.reduce((sum, value) => sum + value + (value ? 20 : 0), phrase + (isNamed ? 1000 : 0));
    const page = found.get(place.address) ?? { address: place.address, title: place.title, hits: [], held: new Set() };
    page.hits.push({ place, score });
    weights.forEach((value, i) => { if (value || isNamed) page.held.add(i); });
    found.set(place.address, page);
  }
  const all = [...found.values()].filter((page) => page.held.size === terms.length);
  for (const page of all) page.hits.sort((a, b) => b.score - a.score);
  all.sort((a, b) => b.hits[0].score - a.hits[0].score);
  return { terms, found: all };
}

// --- From pages to what is shown ---

function element(name, ...content) {
  const made = document.createElement(name);
  made.append(...content);
  return made;
}

function link(address, content) {
  const made = element("a", ...content);
  made.href = address;
  return made;
}

// Runs of Han characters are read and set as such, in a passage with kana as Japanese; a book that has none sends no
// pattern for them.
function marked(text, passage = text) {
  if (!window.SEARCH.han) return [text];
  const parts = [];
  let end = 0;
  for (const run of text.matchAll(new RegExp(window.SEARCH.han, "gu"))) {
    const span = element("span", run[0]);
    const traditional = new RegExp(window.SEARCH.traditional, "u").test(run[0]);
    span.lang = new RegExp(window.SEARCH.kana, "u").test(passage) ? "ja" : traditional ? "zh-Hant" : "zh-Hans";
    parts.push(text.slice(end, run.index), span);
    end = run.index + run[0].length;
  }
  return [...parts, text.slice(end)];
}

function highlighted(text, terms) {
  const parts = [];
  let end = 0;
  for (const hit of folded(text).matchAll(new RegExp(terms.map((term) => term.pattern.source).join("|"), "gu"))) {
    const words = text.slice(hit.index, hit.index + hit[0].length);
    parts.push(...marked(text.slice(end, hit.index), text), element("mark", ...marked(words, text)));
    end = hit.index + words.length;
  }
  return [...parts, ...marked(text.slice(end), text)];
}

// Where most of the words stand close together.
function start(place, terms) {
  const hits = terms.flatMap((term) => [...place.body.matchAll(term.pattern)].map((hit) => ({ term, at: hit.index })))
    .filter((hit) => hit.at < place.text.length).sort((a, b) => a.at - b.at);
  const near = (hit) => new Set(hits.filter((h) => h.at >= hit.at && h.at < hit.at + LENGTH - BEFORE).map((h) => h.term)).size;
  const best = hits.slice(0, 100).reduce((chosen, hit) => (!chosen || near(hit) > near(chosen) ? hit : chosen), null);
  return Math.max(0, (best?.at ?? 0) - BEFORE);
}

function excerpt(place, terms) {
  const from = start(place, terms);
  let text = place.text.slice(from, from + LENGTH);
  // Not in the middle of a word.
  if (from) text = text.replace(/^[^\s\p{Script=Han}]*\s/u, "");
  const ends = from + LENGTH >= place.text.length;
  if (!ends) text = text.replace(/\s[^\s\p{Script=Han}]*$/u, "");
  const paragraph = element("p", from ? "… " : "", ...highlighted(text, terms), ends ? "" : " …");
  paragraph.className = "excerpt";
  return paragraph;
}

function shownPlace({ place }, terms) {
  const parts = place.text ? [excerpt(place, terms)] : [];
  const words = place.heading || (place.text.length > OPENING ? `${place.text.slice(0, OPENING)} …` : place.text);
  if (place.anchor) parts.unshift(link(`${place.address}#${place.anchor}`, highlighted(words, terms)));
  return element("div", ...parts);
}

function shownPage(page, terms) {
  const title = link(page.address, highlighted(page.title, terms));
  title.className = "page";
  const item = element("li", title, ...page.hits.slice(0, MOST).map((hit) => shownPlace(hit, terms)));
  const others = page.hits.length - MOST;
  if (others > 0) item.append(element("p", others === 1 ? /* words */`and ${others} more place on this page` : /* words */`and ${others} more places on this page`));
  return item;
}

function show({ terms, found }, from = 0) {
  list.append(...found.slice(from, from + STEP).map((page) => shownPage(page, terms)));
  if (found.length <= from + STEP) return;
  const more = element("button", /* words */"Show more");
  more.type = "button";
  more.addEventListener("click", () => {
    more.remove();
    show({ terms, found }, from + STEP);
    list.children[from + STEP].querySelector("a").focus(); // where the reader was, as the button is gone
  });
  list.after(more);
}

// What each word finds by itself.
function alone({ word }) {
  const count = search(word).found.length;
  const words = count === 1 ? /* words */`${word}: ${count} page` : /* words */`${word}: ${count} pages`;
  return element("li", count ? link(`?q=${encodeURIComponent(word)}`, marked(words)) : words);
}

function answer(query) {
  const result = search(query);
  const count = result.found.length;
  const quoted = marked(`“${query}”`);
  if (count) {
    message.append(count === 1 ? /* words */`${count} page found for ` : /* words */`${count} pages found for `, ...quoted);
    show(result);
    return;
  }
  message.append(/* words */"Nothing found for ", ...quoted, ".");
  if (result.terms.length > 1) list.append(element("li", /* words */"Word by word:", element("ul", ...result.terms.map(alone))));
  document.getElementById("search-advice").hidden = false;
}

const query = (new URLSearchParams(location.search).get("q") ?? "").trim();
for (const input of document.querySelectorAll("input[name=q]")) input.value = query;
if (query) message.textContent = /* words */"Searching …";
else form.elements.q.focus();

// The text of the book comes after this script, because it is long.
addEventListener("DOMContentLoaded", () => {
  message.textContent = "";
  if (!window.SEARCH) {
    message.textContent = /* words */"The text of the book could not be loaded, so nothing can be searched.";
    return;
  }
  prepare(window.SEARCH);
  if (query) answer(query);
});
