/** The usual minutes of a kind are proposed until somebody types their own. */
const kind = document.querySelector("select[data-proposes]");
const minutes = kind && document.getElementById(kind.dataset.proposes);
const usual = () => kind.selectedOptions[0]?.dataset.usual ?? "";
let proposed = minutes && minutes.value === usual() ? minutes.value : null;

kind?.addEventListener("change", () => {
  if (minutes.value !== "" && minutes.value !== proposed) return;
  proposed = usual();
  minutes.value = proposed;
  if (kind.value === "poster") document.getElementById("boards").open = true;
});
