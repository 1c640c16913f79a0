/**
 * The programme without a network: starts the service worker, tells it what to keep of this
 * release, and says so when what is shown comes from there.
 */
const frame = document.getElementById("programme-frame");
const line = document.getElementById("offline-line");
const { slug, zone, release, mark, keep } = frame.dataset;
const seen = new Date(document.documentElement.dataset.offline || performance.timeOrigin);
const instant = new Intl.DateTimeFormat("en-GB", { timeZone: zone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const QUICK = 3000;
const AGAIN = 10_000;
let timer = 0;

const isKept = () => "offline" in document.documentElement.dataset;

const tell = () => {
  const isOff = isKept() || !navigator.onLine;
  const at = instant.format(seen).replace(",", "");
  line.textContent = isOff ? `Offline — programme as of ${at} (release ${release})` : "";
};

const start = async () => {
  await navigator.serviceWorker.register(`/${slug}/worker.js`, { scope: `/${slug}/` });
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage({ keep: keep.split(" "), release, mark });
};

/** The network answered too late for this page: another person's goes at once, one's own if asked. */
const answered = ({ data }) => {
  if (!isKept() || data?.late === undefined) return;
  if (data.late && data.late !== mark) return location.reload();
  const again = Object.assign(document.createElement("button"), { type: "button", className: "button button--link", textContent: "Show it as it is now" });
  again.addEventListener("click", () => location.reload());
  line.append(". The network is back but slow. ", again);
};

/**
 * A kept page comes back anew by itself once the network is there and quick. One that only flickers
 * must not take the page away from under a finger, nor a form that is on its way.
 */
const refresh = async () => {
  if (!isKept()) return;
  clearTimeout(timer);
  const ask = { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(QUICK) };
  const answer = navigator.onLine && !document.hidden && (await fetch(location.pathname, ask).catch(() => null));
  if (answer?.ok && !document.querySelector("form[data-sent]")) return location.reload();
  timer = setTimeout(refresh, AGAIN);
};

window.addEventListener("offline", tell);
window.addEventListener("online", () => (tell(), refresh()));
tell();
if (isKept()) timer = setTimeout(refresh, AGAIN);
navigator.serviceWorker?.addEventListener("message", answered);
if ("serviceWorker" in navigator && !isKept()) start().catch(() => {}); // a private window may refuse
