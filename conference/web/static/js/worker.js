/**
 * The service worker of one meeting's programme. `APP` (version, files) is put before this file by
 * the server. It keeps the shell's files, and of pages only those that the server lets it keep, by
 * the header x-plenary-offline, whose value says whose they are: one person's never lie beside
 * another's. The network comes first; what is kept is shown when it fails or is slow, and its page
 * is told when the network answers after all. After a form or a star was sent what is kept may be
 * out of date: then a slow network is waited for.
 */
const SCOPE = new URL(self.registration.scope).pathname;
const MINE = [`plenary-files:${SCOPE}:`, `plenary-pages:${SCOPE}:`];
const FILES = MINE[0] + APP.version;
const PAGES = `${MINE[1]}${APP.version}:`;
const RELEASE = `${SCOPE}kept-release`;
const PATIENCE = 4000;
const AFTER_SENDING = 60_000;
const STARS = `${SCOPE}programme/stars`;
const MOST = 200;
const KEPT = /^(programme(\/now|\/people(\/[^/.]+)?|\/sessions\/[^/.]+)?|posters|my-agenda)$/;
const LOOSE = { ignoreVary: true };

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(FILES).then((cache) => cache.addAll(APP.files)).then(() => self.skipWaiting()));
});

/** A new version of the app starts with nothing of the old one. */
const replaceOld = async () => {
  const isOld = (name) => MINE.some((mine) => name.startsWith(mine)) && name !== FILES && !name.startsWith(PAGES);
  await Promise.all((await caches.keys()).filter(isOld).map((name) => caches.delete(name)));
  await self.clients.claim();
};
self.addEventListener("activate", (event) => event.waitUntil(replaceOld()));

const isPage = (url) => url.pathname.startsWith(SCOPE) && KEPT.test(url.pathname.slice(SCOPE.length));
/** A search is not kept: the page it leads to searches by itself. */
const isPlain = (url) => !url.search || url.searchParams.get("view") === "grid";
const cachesOfPages = async () => (await caches.keys()).filter((name) => name.startsWith(PAGES));

let left = 0; // how often somebody signed out: what was asked for before is not kept any more
/** Keeps a page under its owner's mark, and tells it; whoever is seen last is the only one kept. */
const keep = async (url, answer, askedBy) => {
  const mark = answer.headers.get("x-plenary-offline");
  if (!answer.ok || answer.redirected || !mark || askedBy !== left) return "";
  const others = (await cachesOfPages()).filter((name) => name !== PAGES + mark);
  await Promise.all(others.map((name) => caches.delete(name)));
  if (!isPlain(url)) return mark;
  const cache = await caches.open(PAGES + mark);
  await cache.put(url.href, answer);
  const known = await cache.keys();
  if (known.length > MOST) await cache.delete(known.find(({ url: old }) => old.includes("/sessions/")) || known[0]);
  return mark;
};

/** The kept page with the moment it was seen at, for its banner. */
const stale = async (url) => {
  for (const name of await cachesOfPages()) {
    const cache = await caches.open(name);
    const hit = (await cache.match(url.href, LOOSE)) || (await cache.match(url.origin + url.pathname, LOOSE));
    if (hit) {
      const headers = new Headers(hit.headers);
      ["content-encoding", "content-length"].forEach((header) => headers.delete(header));
      const seen = `<html data-offline="${hit.headers.get("date") || ""}" `;
      return new Response((await hit.text()).replace("<html ", seen), { headers });
    }
  }
  return null;
};

const NOTHING = "This page was not kept on this device, and there is no network. Go back to the programme.";
const nothing = () => new Response(NOTHING, { status: 503, headers: { "content-type": "text/plain; charset=utf-8" } });

let sentAt = -AFTER_SENDING;
const patience = () => (performance.now() - sentAt < AFTER_SENDING ? AFTER_SENDING : PATIENCE);

const starred = (request) => fetch(request).then((answer) => ((sentAt = performance.now()), answer));

/** @param {Promise<string>} mark whose page the network gave in the end */
const pageFor = async ({ event, url, fresh, mark }) => {
  const late = new Promise((done) => setTimeout(done, patience()));
  const answer = await Promise.race([fresh, late]).catch(() => null);
  const old = answer ? null : await stale(url);
  const tell = async (whose) => (await clients.get(event.resultingClientId))?.postMessage({ late: whose });
  if (old) event.waitUntil(mark.then(tell, () => {}));
  return answer || old || fresh.catch(nothing);
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" && request.mode === "navigate") sentAt = performance.now();
  else if (request.method === "POST" && url.pathname === STARS) return event.respondWith(starred(request));
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/"))
    event.respondWith(caches.match(request, { cacheName: FILES, ...LOOSE }).then((hit) => hit || fetch(request)));
  else if (isPage(url)) {
    url.hash = "";
    const fresh = fetch(request);
    const askedBy = left;
    const mark = fresh.then((answer) => keep(url, answer.clone(), askedBy));
    event.waitUntil(mark.catch(() => {}));
    event.respondWith(pageFor({ event, url, fresh, mark }));
  }
});

/** What a page asks to be kept, once for each release. */
const warm = async ({ keep: paths, release, mark }) => {
  const cache = await caches.open(PAGES + mark);
  if ((await (await cache.match(RELEASE))?.text()) === release) return;
  const askedBy = left;
  let isWhole = true;
  for (const path of paths) {
    const url = new URL(path, self.location.origin);
    await fetch(url).then((answer) => keep(url, answer, askedBy), () => (isWhole = false));
  }
  if (isWhole) await cache.put(RELEASE, new Response(release));
};
self.addEventListener("message", (event) => {
  if (event.data?.left) left += 1;
  if (event.data?.keep) event.waitUntil(warm(event.data));
});
