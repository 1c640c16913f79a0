/** What is said to the server, and what became of it: every answer has one of a few kinds. */
const parts = document.getElementById("offline-desk-parts").dataset;
const BASE = `/${parts.slug}/desk/offline`;
const ROLL = "/roll.json?form=2";
const PATIENCE = 15_000;
const CSRF = /(?:^|; )plenary_csrf=([^;]*)/;

const token = () => CSRF.exec(document.cookie)?.[1] ?? "";

const sentenceOf = async (answer) => (await answer.json().catch(() => null))?.detail ?? `The server answered ${answer.status}.`;

const kindOf = { 401: "signed-out", 403: "forbidden", 410: "over" };

/** @returns {Promise<{kind: string, why?: string, answer?: Response}>} */
const ask = async (path, { headers, ...options } = {}) => {
  const sent = Date.now();
  const request = { cache: "no-store", redirect: "manual", credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE), ...options };
  const answer = await fetch(BASE + path, { ...request, headers: { accept: "application/json", ...headers } }).catch(() => null);
  if (!answer || answer.type === "opaqueredirect") return { kind: answer ? "signed-out" : "away" };
  if ([502, 503, 504].includes(answer.status)) return { kind: "away" }; // a proxy before a server that is gone
  const now = Number(answer.headers.get("x-plenary-now"));
  const offset = now ? Math.round(now - (sent + Date.now()) / 2) : undefined;
  if (answer.status === 304) return { kind: "same", offset };
  if (answer.ok) return { kind: "ok", offset, answer };
  return { kind: kindOf[answer.status] ?? "failed", why: await sentenceOf(answer) };
};

/** Reads to the end: half an answer is none. */
const read = async (asked) => {
  if (asked.kind !== "ok") return asked;
  const body = await asked.answer.json().catch(() => null);
  return body ? { ...asked, body, etag: asked.answer.headers.get("etag") } : { kind: "away" };
};

/** The roll, or that it is the same as the one with this tag. @param {string} [etag] */
export const askRoll = async (etag) => read(await ask(ROLL, { headers: etag ? { "if-none-match": etag } : {} }));

const post = async (batch) => {
  const headers = { "content-type": "application/json", "x-csrf-token": token() };
  const body = JSON.stringify({ ...batch, sent_at: new Date().toISOString() });
  return read(await ask("/sync", { method: "POST", headers, body }));
};

/** Sends a batch; a form token that is too old is fetched anew, once. */
export const send = async (batch) => {
  const first = await post(batch);
  if (first.kind !== "forbidden") return first;
  const again = await ask(ROLL, { headers: { "if-none-match": "*" } });
  if (!["same", "ok", "over"].includes(again.kind)) return again;
  const second = await post(batch);
  return second.kind === "forbidden" ? { ...second, kind: "failed" } : second; // the form token, not the role
};
