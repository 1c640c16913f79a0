/**
 * On every page of the desk: makes this device ready before the network goes. The desk's own service
 * worker is registered, and around the days of the meeting the roll is fetched, by one tab.
 */
const parts = document.getElementById("offline-desk-parts").dataset;
const DAY = 24 * 3600_000;
const STALE_MS = 5 * 60_000;

/** From two days before the first to the day after the last: not for weeks on somebody's laptop. */
const isTime = () => {
  const now = Date.now();
  return now > Date.parse(parts.from) - 2 * DAY && now < Date.parse(parts.until) + 2 * DAY;
};

const isOver = () => Date.now() > Date.parse(parts.until) + 2 * DAY;

const carry = async () => {
  const store = await import(parts.store);
  if (isOver()) return store.forget("roll");
  const known = await store.get("roll");
  if (!known && !isTime()) return;
  if (known && Date.now() - known.asked < STALE_MS && !(await store.events()).some(({ state }) => state === "waiting")) return;
  const { syncNow } = await import(parts.sync);
  await syncNow();
};

const register = async () => {
  const scope = `/${parts.slug}/desk`;
  await navigator.serviceWorker.register(`${scope}/worker.js`, { scope });
};

if ("serviceWorker" in navigator) {
  register().catch(() => {}); // a private window may refuse
  if (!document.getElementById("offline-desk")) carry().catch(() => {}); // that page does it itself
}
