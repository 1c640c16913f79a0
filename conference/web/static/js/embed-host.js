/**
 * On the society's own page, beside <iframe data-plenary src="...">: gives each such frame the
 * height that the programme in it tells. Messages from anywhere else are passed over.
 * A classic script, because a module from another site would need permissions (CORS).
 */

(() => {
  const TALLEST = 200000;

  window.addEventListener("message", (event) => {
    const told = event.data;
    if (!told || told.plenary !== "height" || !Number.isFinite(told.height)) return;
    for (const frame of document.querySelectorAll("iframe[data-plenary]")) {
      const isSender = frame.contentWindow === event.source;
      if (isSender && new URL(frame.src).origin === event.origin) {
        frame.style.height = `${Math.min(Math.max(told.height, 100), TALLEST)}px`;
      }
    }
  });
})();
