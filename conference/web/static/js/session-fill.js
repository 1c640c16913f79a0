/** Taking all or none of a proposal with one press, and how many are ticked. */
const form = document.getElementById("fill");
const ticks = form ? [...form.querySelectorAll('input[name="take"]')] : [];
const said = form?.querySelector("[data-said]");

const count = () => {
  said.textContent = `${ticks.filter((tick) => tick.checked).length} of ${ticks.length} ticked`;
};

const choose = (wanted) => () => {
  for (const tick of ticks) tick.checked = wanted(tick);
  count();
};

if (form) {
  form.querySelector("[data-choose]").hidden = false;
  form.querySelector("[data-all]").addEventListener("click", choose((tick) => tick.hasAttribute("data-proposed")));
  form.querySelector("[data-none]").addEventListener("click", choose(() => false));
  form.addEventListener("change", count);
  count();
}
