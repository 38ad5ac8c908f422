// Says on a page of an old version that there is a newer one. Versions stand beside each other in folders of their names
// (v/1.0.0/, v/1.1.0/), with a list of them above: where a page stands otherwise, there is no list to ask for.

const notice = document.querySelector(".newer");

function later(one, other) {
  const [a, b] = [one, other].map((version) => version.split(".").map(Number));
  const i = a.findIndex((part, place) => part !== b[place]);
  return i >= 0 && a[i] > b[i];
}

async function look() {
  const { version, root } = notice.dataset;
  const here = new URL(root, location.href);
  if (!/^https?:$/.test(here.protocol) || !here.pathname.endsWith(`/v/${version}/`)) return;
  const answer = await fetch(new URL("../versions.json", here));
  const { newest } = await answer.json();
  if (!later(newest, version)) return;
  const link = notice.querySelector("a");
  link.href = new URL(`../${newest}/`, here).href;
  link.textContent = newest;
  notice.hidden = false;
}

if (notice) look().catch(() => {}); // without the list the page says which version it is, as it does anyway
