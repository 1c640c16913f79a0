/**
 * The badge designer: the form's fields are the drawing; everything here reads and writes them.
 * Modules are loaded by the addresses that the page gives, so that a new release is never mixed.
 */
const form = document.querySelector("#designer");
const load = (name) => import(form.dataset[name]);

if (form) {
  const names = ["fields", "history", "canvas", "preview", "drag", "keys", "snap", "arrange", "choice", "work", "save", "upload"];
  const parts = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await load(name)])));
  const say = form.querySelector("[data-say]");
  const app = { form, scale: 1, say: (text) => void (say.textContent = text) };
  app.snap = parts.snap;
  app.arrange = parts.arrange;
  app.fields = parts.fields.fieldsOf(app);
  app.canvas = parts.canvas.canvasOf(app);
  app.choice = parts.choice.choiceOf(app);
  app.preview = parts.preview.previewOf(app);
  app.history = parts.history.historyOf(app);
  app.work = parts.work.workOf(app);

  /** After any change: the boxes, the picture, what undo goes back to, and the word "unsaved". */
  app.changed = (isStep = true, isApart = false) => {
    app.canvas.draw();
    app.preview.soon();
    if (isStep) app.history.keep(isApart);
    app.unsaved(true);
  };
  app.unsaved = (is) => {
    app.isUnsaved = is;
    form.querySelector("[data-unsaved-word]").hidden = !is;
  };
  form.classList.add("dz--on");
  form.querySelectorAll("[data-scripted]").forEach((each) => (each.hidden = false));
  form.querySelectorAll("[data-plain]").forEach((each) => (each.hidden = true));
  form.querySelectorAll("[data-insert]").forEach((each) => (each.hidden = false));
  app.unsaved("unsaved" in form.dataset);
  for (const name of ["drag", "keys", "save", "upload"]) parts[name].listen(app);

  form.addEventListener("input", (event) => {
    if (event.target.matches("#dz-face, #dz-side, #dz-kind, [data-tool-grid], [type=file]")) return;
    app.changed();
  });
  form.addEventListener("submit", (event) => (app.isLeaving = !event.defaultPrevented));
  addEventListener("pageshow", () => (app.isLeaving = false));
  addEventListener("beforeunload", (event) => {
    if (app.isUnsaved && !app.isLeaving) event.preventDefault();
  });
  const { work } = app;
  const tools = {
    ...app.history,
    "zoom-in": () => app.canvas.larger(1.25), "zoom-out": () => app.canvas.larger(0.8), "zoom-fit": () => app.canvas.larger(0),
    several: app.choice.switch, all: app.choice.all,
    copy: (ids) => work.copy(ids), remove: (ids) => work.remove(ids), turn: (ids) => work.turn(90, ids),
    up: (ids) => work.reorder(1, ids), down: (ids) => work.reorder(-1, ids),
    back: () => work.turn(-90), align: work.align, spread: work.spread, add: work.add,
  };
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button, a");
    const [verb, id] = (button?.name === "do" ? button.value : "").split(":");
    if (id && verb in tools) {
      event.preventDefault();
      tools[verb]([id]);
    }
    if (button?.dataset.insert) app.fields.insert(button);
    if (button?.dataset.select) {
      event.preventDefault();
      app.fields.reach(button.dataset.select);
    }
    const field = button?.closest("[data-findings]") && button.hash?.match(/^#field-(.+)$/);
    if (field) {
      event.preventDefault();
      app.fields.find(decodeURIComponent(field[1]));
    }
    const [tool, how] = (button?.dataset.tool ?? "").split(":");
    if (tool) tools[tool](how || undefined);
  });

  const wrong = form.querySelector(".dz-element .field--wrong")?.closest("[data-element]");
  app.choice.set(wrong ? [wrong.dataset.element] : []);
  app.history.keep();
}
