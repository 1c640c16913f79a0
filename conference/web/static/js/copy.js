/** A button with data-copy="<id of a field>" copies the field and says so on itself. */

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = /** @type {HTMLInputElement} */ (document.getElementById(button.dataset.copy));
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    const done = await navigator.clipboard?.writeText(field.value).then(() => true, () => false);
    button.textContent = done ? "Copied" : "Press Ctrl+C";
  });
}
