/** The badge as the server draws it, of what is on the screen; only the newest answer counts. */
const PAUSE = 180;

export const previewOf = (app) => {
  const { form } = app;
  const findings = form.querySelector("[data-findings]");
  const { stage } = app.canvas;
  let asked = 0;
  let waiting = 0;
  let flight = new AbortController();

  const now = async () => {
    clearTimeout(waiting);
    flight.abort(); // nobody waits for a picture of before
    flight = new AbortController();
    const mine = (asked += 1);
    const body = new FormData(form);
    body.delete("file");
    stage.dataset.waits = "";
    try {
      const { signal } = flight;
      const answer = await fetch(`${form.getAttribute("action")}/preview`, { method: "POST", body, signal });
      const text = await answer.text();
      if (mine !== asked) return undefined;
      const page = new DOMParser().parseFromString(text, "text/html");
      const drawn = page.querySelector("[data-part='picture']");
      const said = page.querySelector("[data-part='findings']");
      if (drawn) app.canvas.picture(drawn.childNodes);
      if (said) findings.replaceChildren(said);
      else app.say("The server does not draw it. Save, or open the page anew.");
    } catch {
      if (mine !== asked) return undefined;
      app.say("The server does not answer; the picture is of before.");
    }
    delete stage.dataset.waits;
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
    app.choice.set([]);
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
