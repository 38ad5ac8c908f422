// Python beside the page: starts it when the first passage comes, then runs one passage after another. A module, which
// is loaded from the book's own host with all that it loads.

let got = 0;
let started = null;

// The response, telling the page how much of it has arrived.
function counted(response) {
  const count = new TransformStream({
    transform(chunk, out) {
      got += chunk.length;
      postMessage({ got });
      out.enqueue(chunk);
    },
  });
  return response.ok ? new Response(response.body.pipeThrough(count), response) : response;
}

async function start({ python, pack }) {
  const { fetch } = self;
  self.fetch = async (address, ...more) => {
    const response = await fetch(address, ...more).catch(() => Response.error());
    if (!response.ok) postMessage({ failed: /* words */`${address} cannot be loaded` }); // Pyodide would wait for ever
    return counted(response);
  };
  const { loadPyodide } = await import(`${python}/pyodide.mjs`);
  const archive = self.fetch(pack).then((response) => response.arrayBuffer());
  const [pyodide, content] = await Promise.all([loadPyodide({ indexURL: `${python}/` }), archive]);
  pyodide.unpackArchive(content, "zip", { extractDir: "/book" });
  return pyodide.runPython(`
import sys
sys.path.insert(0, "/book/code")
from ledgerbook.tryout import bridge
bridge.opened("/book")`);
}

self.onmessage = async ({ data }) => {
  try {
    started ??= start(data);
    const book = await started;
    postMessage({ running: true });
    postMessage({ answer: JSON.parse(book.answer(data.code, JSON.stringify(data.fields))) });
  } catch (error) {
    postMessage({ failed: String(error?.message ?? error).trim().split("\n").at(-1) });
  }
};
