/** A new picture without leaving the page: it is offered everywhere at once, and undo stays. */
export const listen = (app) => {
  const { form } = app;
  const file = form.elements.namedItem("file");
  const word = form.querySelector("[data-uploaded]");
  let isUnderWay = false;

  const tell = (text, isBad = false) => {
    word.textContent = text;
    word.classList.toggle("dz-saved--bad", isBad);
  };
  /** The lists of pictures as the answer has them, each still at what was chosen in it. */
  const offer = (page) => {
    const fresh = page.querySelector("select[data-pictures]");
    const known = new Set([...form.querySelector("select[data-pictures]").options].map((each) => each.value));
    for (const list of form.querySelectorAll("select[data-pictures]")) {
      const chosen = list.value;
      list.replaceChildren(...[...fresh.options].map((each) => document.importNode(each, true)));
      list.value = chosen;
    }
    return [...fresh.options].find((each) => !known.has(each.value));
  };
  /** A chosen box without a picture gets the new one. */
  const use = (option) => {
    const list = form.elements.namedItem(`${app.choice.only()}.picture`);
    if (!option || !list || list.value) return false;
    list.value = option.value;
    app.changed(true, true);
    return true;
  };

  const upload = async () => {
    isUnderWay = true;
    tell("Sending the picture…");
    const body = new FormData(form);
    body.set("do", "upload");
    try {
      const answer = await fetch(form.action, { method: "POST", body });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const wrong = page.querySelector("#error-file")?.lastChild.textContent.trim();
      if (!answer.ok) tell(wrong ?? "First mend what is listed under “What to look at”.", true);
      else {
        const isUsed = use(offer(page));
        file.value = "";
        tell(isUsed ? "The picture is in its box." : "The picture is kept. Choose it as a background, or in a picture’s box.");
      }
    } catch {
      tell("The server does not answer: the picture is not sent. Try again.", true);
    }
    isUnderWay = false;
  };

  form.addEventListener("submit", (event) => {
    if (event.submitter?.value !== "upload") return;
    event.preventDefault();
    if (!isUnderWay) upload();
  });
};
