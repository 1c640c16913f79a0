/**
 * The service worker of one meeting's desk. `APP` (version, files) is put before this file by the
 * server. It keeps one page, the desk without a network, and shows it wherever at the desk the
 * network fails. It keeps no other page: what the desk sees of people is kept by that page itself,
 * which deletes it.
 */
const SCOPE = new URL(self.registration.scope).pathname;
const MINE = [`plenary-desk-files:${SCOPE}:`, `plenary-desk-pages:${SCOPE}:`];
const FILES = MINE[0] + APP.version;
const PAGES = MINE[1] + APP.version;
const HOME = `${SCOPE}/offline`;
const PATIENCE = 8000;
const LOOSE = { ignoreVary: true };

/** The page as it is shown to whoever is signed in; a sign-in page is not kept in its place. */
const keepSeen = async (answer) => {
  if (!answer.ok || answer.redirected) return;
  const copy = answer.clone(); // now: a moment later the page has read it
  await (await caches.open(PAGES)).put(HOME, copy);
};
const keepHome = async () => keepSeen(await fetch(HOME, { credentials: "same-origin", cache: "no-store" }));

const install = async () => {
  await (await caches.open(FILES)).addAll(APP.files);
  await keepHome().catch(() => {}); // the next visit keeps it
  await self.skipWaiting();
};
self.addEventListener("install", (event) => event.waitUntil(install()));

const replaceOld = async () => {
  const isOld = (name) => MINE.some((mine) => name.startsWith(mine)) && name !== FILES && name !== PAGES;
  await Promise.all((await caches.keys()).filter(isOld).map((name) => caches.delete(name)));
  await self.clients.claim();
};
self.addEventListener("activate", (event) => event.waitUntil(replaceOld()));

const kept = () => caches.match(HOME, { cacheName: PAGES, ...LOOSE });

const NOTHING = "There is no network, and this device never opened the desk before. Take another device, or the printed emergency pack.";
const nothing = () => new Response(NOTHING, { status: 503, headers: { "content-type": "text/plain; charset=utf-8" } });

/** Away is: no answer, none in time, or a proxy that says so for a server that is gone. */
const isAway = (answer) => !answer || [502, 503, 504].includes(answer.status);

const homeOr = async (request, fresh) => {
  const late = new Promise((done) => setTimeout(done, PATIENCE));
  const answer = await Promise.race([fresh, late]).catch(() => null);
  if (!isAway(answer)) return answer;
  const home = await kept();
  if (!home) return answer || fresh.catch(nothing);
  const isHome = new URL(request.url).pathname === HOME;
  return isHome ? home : Response.redirect(`${HOME}?instead=${encodeURIComponent(new URL(request.url).pathname)}`, 302);
};

/** A button of a desk's page was pressed and nobody answers: it may or may not have arrived. */
const sentOr = async (request) => {
  const answer = await fetch(request).catch(() => null);
  if (!isAway(answer) || !(await kept())) return answer || nothing();
  return Response.redirect(`${HOME}?lost=1`, 303);
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method === "POST" && request.mode === "navigate" && url.pathname.startsWith(`${SCOPE}/`)) return event.respondWith(sentOr(request));
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/"))
    event.respondWith(caches.match(request, { cacheName: FILES, ...LOOSE }).then((hit) => hit || fetch(request)));
  else if (request.mode === "navigate") {
    const fresh = fetch(request);
    if (url.pathname === HOME && !url.search) event.waitUntil(fresh.then(keepSeen).catch(() => {}));
    event.respondWith(homeOr(request, fresh));
  }
});
