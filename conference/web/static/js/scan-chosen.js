/** Whether a page's camera is on, so that the page after a scan goes on with it. */
const KEY = `plenary-camera:${location.pathname}`;

/** @param {boolean} isOn until somebody stops it */
export const remember = (isOn) => {
  try {
    if (isOn) sessionStorage.setItem(KEY, "on");
    else sessionStorage.removeItem(KEY);
  } catch {
    // storage is switched off: the button is pressed again
  }
};

export const wasOn = () => {
  try {
    return sessionStorage.getItem(KEY) === "on";
  } catch {
    return false;
  }
};
