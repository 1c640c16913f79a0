/**
 * The button that prints a badge again says what it will charge as soon as "Lost" is chosen, and
 * sends that the amount was read. Without this file the server asks once more before it charges.
 */
for (const form of document.querySelectorAll("form[data-charge]")) {
  const button = form.querySelector("button");
  const follow = () => {
    const isLost = form.elements.reason.value === "lost";
    form.elements.agreed.value = isLost ? form.dataset.charge : "";
    button.textContent = isLost ? form.dataset.chargeSays : "Print again";
  };
  form.addEventListener("change", follow);
  follow();
  form.dataset.ready = "";
}
