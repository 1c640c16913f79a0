/** An exhibitor's scans: scanner and camera fill the form and send it; the answer is a page. */
const page = document.querySelector("[data-leads]");
const form = document.querySelector("[data-scan-form]");
const [{ listenToWedge }, sounds, { wirePanel }, camera] = await Promise.all(
  ["wedge", "sounds", "panel", "camera"].map((name) => import(page.dataset[name])),
);

let isSent = false;
const scanned = (code) => {
  if (isSent) return; // the next page takes the next scan
  isSent = true;
  form.elements.q.value = code;
  form.requestSubmit();
};

listenToWedge(scanned);
wirePanel(page, camera, scanned);
sounds.unlockSounds();
const look = document.querySelector("[data-answer]")?.dataset.look;
if (look) sounds.chime(look);
page.dataset.ready = "";
