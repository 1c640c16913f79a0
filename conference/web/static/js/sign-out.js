/**
 * Signing out takes the pages, the waiting stars and the desk's roll that this device kept with it.
 * What the desk has not sent yet stays: it holds no names, and nobody else has it.
 */
const PRIVATE = ["plenary-pages:", "plenary-star-queue:", "plenary-desk-pages:"];
const DESK = "plenary-desk:";
const PATIENCE = 10_000; // a browser that hangs keeps nobody signed in
const isPrivate = (name) => PRIVATE.some((prefix) => name.startsWith(prefix));

const opened = (name) =>
  new Promise((done, fail) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });

/** Leaves the device its own id, its clock, and the events that wait. */
const forgetRoll = async (name) => {
  const database = await opened(name);
  const transaction = database.transaction(["kept", "events"], "readwrite");
  for (const key of ["roll", "beside", "contact"]) transaction.objectStore("kept").delete(key);
  transaction.objectStore("kept").put(Date.now(), "left"); // what is on its way comes too late
  transaction.objectStore("events").openCursor().onsuccess = ({ target: { result: cursor } }) => {
    if (cursor?.value.state === "answered") cursor.delete();
    cursor?.continue();
  };
  await new Promise((done, fail) => Object.assign(transaction, { oncomplete: done, onabort: fail }));
  database.close();
};

const forgetDesks = async () => {
  const known = (await indexedDB.databases?.()) ?? [];
  await Promise.all(known.filter(({ name }) => name.startsWith(DESK)).map(({ name }) => forgetRoll(name)));
};

/** What the programme's pages asked for and did not get yet must not be kept when it comes. */
const tellWorkers = async () => {
  for (const { active } of (await navigator.serviceWorker?.getRegistrations()) ?? []) active?.postMessage({ left: true });
};

const forget = async () => {
  await tellWorkers().catch(() => {}); // what is kept goes all the same
  Object.keys(localStorage).filter(isPrivate).forEach((name) => localStorage.removeItem(name));
  const names = (await caches.keys()).filter(isPrivate);
  await Promise.all([...names.map((name) => caches.delete(name)), forgetDesks()]);
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches('form[action="/sign-out"]')) return;
  sessionStorage.clear(); // whom a desk has opened
  if (!("caches" in window)) return;
  event.preventDefault();
  const patience = new Promise((done) => setTimeout(done, PATIENCE));
  Promise.race([forget(), patience]).catch(() => {}).then(() => form.submit());
});
