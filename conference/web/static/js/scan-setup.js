/** Tries a scanner out: which signs came, which keys were meant, and what to change. */
const page = document.querySelector("[data-scanner]");
const wanted = page.dataset.scanner;
const [wedge, sounds, { wirePanel }, camera] = await Promise.all(
  ["wedge", "sounds", "panel", "camera"].map((name) => import(page.dataset[name])),
);
const box = document.getElementById("field-try");
const positions = page.querySelector("[data-positions]");
const chosen = page.querySelector("[data-chosen]");

const say = (look, sign, word, said) => {
  page.querySelector("[data-answer]").dataset.look = look;
  for (const [name, text] of Object.entries({ sign, word, said }))
    page.querySelector(`[data-say="${name}"]`).textContent = text;
  sounds.chime(look);
};

/** Which keyboard turned the wanted code into these signs. @param {string} signs */
const keyboardOf = (signs) => {
  const [y, z, q] = signs;
  if (q === "A") return "French (AZERTY)";
  if (y === "Z" && z === "Y") return "German or Central European (QWERTZ)";
  return "";
};

const judge = (code, { signs, places }) => {
  box.value = signs;
  const isRead = code === wanted;
  positions.hidden = !(places === wanted && signs !== wanted) || isRead;
  if (isRead && signs === wanted) return say("good", "✓", "It works", "Scanner and computer have the same keyboard.");
  if (isRead) return say("good", "✓", "It works", "The places of the keys are read, whatever signs they are.");
  const name = keyboardOf(signs);
  if (places === wanted)
    return say("warn", "!", "Another keyboard", `This computer's keyboard is ${name || "not English (US)"}; the scanner types English (US). Set the scanner to this keyboard, or press the button below.`);
  if (name)
    return say("bad", "✕", "Another keyboard", `The scanner is set to ${name}, this computer is not. Set the scanner to this computer's keyboard.`);
  say("bad", "✕", "Not this code", `“${signs}” came. Scan the code above; if you did, set the scanner to this computer's keyboard.`);
};

const showChoice = () => {
  const isPlaces = wedge.reading() === "positions";
  chosen.textContent = isPlaces ? "This browser reads scanners by the places of their keys." : "";
};

wedge.listenToWedge(judge, { everything: true });
wirePanel(page, camera, (code) =>
  code === wanted
    ? say("good", "✓", "It works", "This camera reads the code.")
    : say("bad", "✕", "Not this code", `“${code}” was read. Hold the code above before the camera.`),
);
sounds.unlockSounds();
positions.addEventListener("click", () => {
  const kept = wedge.chooseReading("positions");
  positions.hidden = true;
  say(kept ? "good" : "bad", kept ? "✓" : "✕", kept ? "Scan once more" : "Not kept", kept ? "It should work now." : "This browser keeps nothing. Set the scanner instead.");
  showChoice();
});
showChoice();
page.dataset.ready = "";
