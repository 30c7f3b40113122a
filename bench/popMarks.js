/**
 * Writes down in the page when a caller's name was shown and when the pop listened; see popTime.ts. It runs before anything else, so
 * that it has the browser's own functions and not those of synthetic shadow.
 */
(() => {
  const marks = { shownAtMs: {}, listeningMs: undefined };
  globalThis.marks = marks;
  const find = document.querySelectorAll.bind(document);
  const seen = new Set();

  /** The frame that shows a change is drawn after this callback; a task that follows it comes when that is done. */
  const afterNextFrame = (run) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = run;
      port2.postMessage(undefined);
    });

  const look = () => {
    for (const heading of find('[data-offer][data-state=ringing] h3')) {
      const name = heading.textContent;
      if (name === '' || seen.has(name)) continue;
      seen.add(name);
      afterNextFrame(() => {
        marks.shownAtMs[name] = performance.timeOrigin + performance.now();
      });
    }
  };
  new MutationObserver(look).observe(document, { childList: true, characterData: true, subtree: true });

  const { fetch } = globalThis;
  globalThis.fetch = async (...request) => {
    const reply = await fetch(...request);
    const body = request[1]?.body;
    if (reply.ok && typeof body === 'string' && body.includes('"/meta/subscribe"')) {
      marks.listeningMs ??= performance.now();
    }
    return reply;
  };
})();
