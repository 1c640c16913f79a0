/** The badge as the server draws it, of what is on the screen; only the newest answer counts. */
const PAUSE = 180;

export const previewOf = (app) => {
  const { form } = app;
  const findings = form.querySelector("[data-findings]");
  let asked = 0;
  let waiting = 0;

  const now = async () => {
    clearTimeout(waiting);
    const mine = (asked += 1);
    const body = new FormData(form);
    body.delete("file");
    let answer;
    try {
      answer = await fetch(`${form.getAttribute("action")}/preview`, { method: "POST", body });
    } catch {
      return app.say("The server does not answer; the picture is of before.");
    }
    const text = await answer.text();
    if (mine !== asked) return undefined;
    const page = new DOMParser().parseFromString(text, "text/html");
    const [drawn, said] = ["picture", "findings"].map((name) => page.querySelector(`[data-part='${name}']`));
    if (drawn) app.canvas.picture(drawn.childNodes);
    if (said) findings.replaceChildren(said);
    form.dataset.drawn = String(mine);
    return undefined;
  };
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(now, PAUSE);
  };

  const face = form.querySelector("#dz-face");
  face.addEventListener("change", now);
  form.querySelector("#dz-side").addEventListener("change", () => {
    app.select("");
    now();
  });
  form.querySelectorAll("[data-flip]").forEach((button) =>
    button.addEventListener("click", () => {
      const count = face.options.length;
      face.selectedIndex = (face.selectedIndex + Number(button.dataset.flip) + count) % count;
      app.say(face.selectedOptions[0].textContent);
      now();
    }),
  );
  return { now, soon };
};
