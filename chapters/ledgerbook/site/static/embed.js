// Tells the page that embeds this figure how high it is, at once and whenever that changes.

if (parent !== window) {
  const tell = () => parent.postMessage({ figureHeight: document.body.offsetHeight }, "*"); // says nothing of the reader
  if ("ResizeObserver" in window) new ResizeObserver(tell).observe(document.body);
  else addEventListener("load", tell);
}
