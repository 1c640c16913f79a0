/**
 * A sound, and a tremble of the phone, for each answer: told apart with the eyes elsewhere. The
 * sounds are made here, without files. A browser lets a page sound only after somebody touched it.
 */
const SOUNDS = {
  good: { notes: [[880, 0.09], [1320, 0.14]], shape: "sine", tremble: [60] },
  out: { notes: [[1320, 0.09], [880, 0.14]], shape: "sine", tremble: [60] },
  warn: { notes: [[660, 0.12], [0, 0.06], [660, 0.12]], shape: "triangle", tremble: [60, 60, 60] },
  bad: { notes: [[220, 0.18], [0, 0.05], [165, 0.35]], shape: "square", tremble: [250, 80, 250] },
};
const LOUDNESS = 0.25;
const CHOICE = "plenary-sounds";

let speaker = null;

const wake = () => {
  speaker ??= new (window.AudioContext ?? window.webkitAudioContext)();
  if (speaker.state === "suspended") speaker.resume().catch(() => {});
};

/** Whether this computer is to sound; on until somebody switched it off. @returns {boolean} */
export const isLoud = () => {
  try {
    return localStorage.getItem(CHOICE) !== "off";
  } catch {
    return true;
  }
};

/** @param {boolean} on */
export const setLoud = (on) => {
  try {
    localStorage.setItem(CHOICE, on ? "on" : "off");
  } catch {
    // storage is switched off: nothing is remembered
  }
};

const note = (pitch, from, seconds, shape) => {
  const tone = speaker.createOscillator();
  const fade = speaker.createGain();
  tone.type = shape;
  tone.frequency.value = pitch;
  fade.gain.setValueAtTime(LOUDNESS, from);
  fade.gain.exponentialRampToValueAtTime(0.001, from + seconds);
  tone.connect(fade).connect(speaker.destination);
  tone.start(from);
  tone.stop(from + seconds);
};

/**
 * Sounds and trembles; the document is told too (event "chime"), for what else wants to know.
 * @param {"good" | "out" | "warn" | "bad"} kind an unknown one is bad: silence would look like yes
 */
export const chime = (kind) => {
  const { notes, shape, tremble } = SOUNDS[kind] ?? SOUNDS.bad;
  document.dispatchEvent(new CustomEvent("chime", { detail: { kind, loud: isLoud() } }));
  if (!isLoud()) return;
  navigator.vibrate?.(tremble);
  try {
    wake();
    let at = speaker.currentTime + 0.01;
    for (const [pitch, seconds] of notes) {
      if (pitch) note(pitch, at, seconds, shape);
      at += seconds;
    }
  } catch {
    // no sound device: the screen says the same in words, colour and sign
  }
};

/**
 * Lets later sounds through on phones that wait for a touch. Call it once. Waking a sound device
 * takes a while, so it is not done between two keys of a scan.
 */
export const unlockSounds = () => {
  const tryToWake = () => {
    try {
      wake();
    } catch {
      // no sound device
    }
  };
  const once = () => setTimeout(tryToWake, 400);
  document.addEventListener("pointerdown", once, { once: true });
  document.addEventListener("keydown", once, { once: true });
};
