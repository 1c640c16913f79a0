/**
 * The badge as it will print, while its name is typed: the picture follows the field after a short
 * pause, and says how the name fits. Without this file it shows the name as it was saved.
 */
const PAUSE_MS = 250;

for (const form of document.querySelectorAll("form[data-badge-name]")) {
  const picture = /** @type {HTMLImageElement} */ (document.querySelector(form.dataset.badgeName));
  const field = form.querySelector("[name=badge_name]");
  const said = form.querySelector("[data-fits]");
  const [plain] = picture.src.split("?");
  let timer = 0;
  let asked = 0;

  const show = async () => {
    const turn = ++asked;
    const query = new URLSearchParams({ name: field.value });
    const answer = await fetch(`${plain}?${query}`).catch(() => null);
    if (!answer?.ok || turn !== asked) return; // a later name is on its way
    picture.src = `${plain}?${query}`;
    if (said) said.textContent = decodeURIComponent(answer.headers.get("x-fits") ?? "");
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE_MS);
  });
  if (field.value !== field.defaultValue) show(); // typed while this file was on its way
}
