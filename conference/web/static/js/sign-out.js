/** Signing out takes the pages and the waiting stars that this device kept of the person with it. */
const PRIVATE = ["plenary-pages:", "plenary-star-queue:"];
const isPrivate = (name) => PRIVATE.some((prefix) => name.startsWith(prefix));

const forget = async () => {
  Object.keys(localStorage).filter(isPrivate).forEach((name) => localStorage.removeItem(name));
  const names = (await caches.keys()).filter(isPrivate);
  await Promise.all(names.map((name) => caches.delete(name)));
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches('form[action="/sign-out"]') || !("caches" in window)) return;
  event.preventDefault();
  const patience = new Promise((done) => setTimeout(done, 1000));
  Promise.race([forget(), patience]).catch(() => {}).then(() => form.submit());
});
