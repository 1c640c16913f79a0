/**
 * The badge designer: the form's fields are the drawing; everything here reads and writes them.
 * Modules are loaded by the addresses that the page gives, so that a new release is never mixed.
 */
const form = document.querySelector("#designer");
const load = (name) => import(form.dataset[name]);

if (form) {
  const [fields, history, canvas, preview, drag, keys, snap] = await Promise.all(
    ["fields", "history", "canvas", "preview", "drag", "keys", "snap"].map(load),
  );
  const say = form.querySelector("[data-say]");
  const app = { form, selected: "", scale: 1, say: (text) => (say.textContent = text) };
  app.snap = snap;
  app.fields = fields.fieldsOf(app);
  app.canvas = canvas.canvasOf(app);
  app.preview = preview.previewOf(app);
  app.history = history.historyOf(app);

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
  app.select = (id, isFocused = false) => {
    app.selected = id;
    app.fields.show(id);
    app.canvas.draw();
    if (id && isFocused) app.canvas.focus(id);
  };

  form.classList.add("dz--on");
  form.querySelectorAll("[data-scripted]").forEach((each) => (each.hidden = false));
  form.querySelectorAll("[data-plain]").forEach((each) => (each.hidden = true));
  form.querySelectorAll("[data-insert]").forEach((each) => (each.hidden = false));
  app.unsaved("unsaved" in form.dataset);
  drag.listen(app);
  keys.listen(app);

  form.addEventListener("input", (event) => {
    if (event.target.matches("#dz-face, #dz-side, #dz-kind, [data-tool-grid], [type=file]")) return;
    app.changed();
  });
  form.addEventListener("submit", () => (app.isLeaving = true));
  addEventListener("pageshow", () => (app.isLeaving = false));
  addEventListener("beforeunload", (event) => {
    if (app.isUnsaved && !app.isLeaving) event.preventDefault();
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button, a");
    const [verb, id] = (button?.name === "do" ? button.value : "").split(":");
    if (id && ["copy", "up", "down", "remove"].includes(verb)) {
      event.preventDefault();
      app.fields.work(verb, id);
    }
    if (button?.dataset.insert) app.fields.insert(button);
    if (button?.dataset.select) {
      event.preventDefault();
      app.fields.reach(button.dataset.select);
    }
    if (button?.matches("[data-add]")) app.fields.work("add", form.querySelector("#dz-kind").value);
    if (button?.dataset.tool) app.canvas.tool(button.dataset.tool) ?? app.history[button.dataset.tool]?.();
  });

  const wrong = form.querySelector(".dz-element .field--wrong")?.closest("[data-element]");
  app.select(wrong?.dataset.element ?? "");
  app.history.keep();
}
