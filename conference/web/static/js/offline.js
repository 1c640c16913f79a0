/**
 * The programme without a network: starts the service worker, tells it what to keep of this
 * release, and says so when what is shown comes from there.
 */
const frame = document.getElementById("programme-frame");
const line = document.getElementById("offline-line");
const { slug, zone, release, mark, keep } = frame.dataset;
const seen = new Date(document.documentElement.dataset.offline || performance.timeOrigin);
const instant = new Intl.DateTimeFormat("en-GB", { timeZone: zone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

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

window.addEventListener("offline", tell);
/** A network that only flickers must not take the page away from under a finger. */
const refresh = async () => {
  tell();
  const answer = isKept() && (await fetch(location.pathname, { method: "HEAD", cache: "no-store" }).catch(() => null));
  if (answer?.ok) location.reload();
};
window.addEventListener("online", refresh);
tell();
if ("serviceWorker" in navigator && !isKept()) start().catch(() => {}); // a private window may refuse
