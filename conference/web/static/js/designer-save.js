/**
 * Saving without leaving the page, so that a network that fails loses nothing and undo goes back
 * beyond. What the server refuses is sent once more as a form: its answer says what to do.
 */
export const listen = (app) => {
  const { form } = app;
  const button = form.querySelector(".dz-save button");
  const word = form.querySelector("[data-saved]");
  let isUnderWay = false;
  let isAgain = false;
  let isRefused = false;

  const tell = (text, isBad = false) => {
    word.textContent = text;
    word.classList.toggle("dz-saved--bad", isBad);
  };
  const kept = (page) => {
    const said = page.querySelector("[data-part='saved']");
    form.elements.version.value = said.dataset.version;
    document.querySelectorAll("[data-version-word]").forEach((each) => (each.textContent = said.dataset.version));
    document.querySelector("h1").textContent = said.dataset.title;
    tell(said.textContent);
  };

  /** What is to be mended stands where the remarks do; the drawing and its undo stay. */
  const refused = (page) => {
    const findings = form.querySelector("[data-findings]");
    const fresh = page.querySelector("[data-findings] [data-part='findings']");
    const faults = page.querySelectorAll(".error-summary li");
    const list = document.createElement("ul");
    list.className = "plain dz-remarks";
    for (const each of faults) {
      const made = document.importNode(each, true);
      made.className = "dz-remark dz-remark--fault";
      list.append(made);
    }
    findings.replaceChildren(list, ...(fresh ? [fresh] : []));
    findings.parentElement.scrollIntoView({ block: "nearest" });
    tell("Not saved: first mend what stands under “What to look at”.", true);
    return true;
  };
  /** True when the answer is dealt with here. */
  const send = async () => {
    const before = JSON.stringify(app.fields.snapshot());
    const body = new FormData(form);
    body.set("do", "keep");
    body.delete("file");
    const answer = await fetch(form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.status === 422) return refused(page);
    if (!page.querySelector("[data-part='saved']")) return false;
    kept(page);
    app.unsaved(JSON.stringify(app.fields.snapshot()) !== before);
    return true;
  };
  const save = async () => {
    isAgain = isUnderWay; // once more when this one is over: it may not hold the last change
    if (isUnderWay) return;
    isUnderWay = true;
    tell("Saving…");
    try {
      isRefused = !(await send());
    } catch {
      tell("Not saved: the server does not answer. Everything is still here; save again in a moment.", true);
    }
    isUnderWay = false;
    if (isRefused) form.requestSubmit(button);
    else if (isAgain && app.isUnsaved) save();
  };

  form.addEventListener("submit", (event) => {
    if (isRefused || event.submitter?.value !== "save") return;
    event.preventDefault();
    save();
  });
  addEventListener("pageshow", () => (isRefused = false));
};
