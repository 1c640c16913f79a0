/**
 * In the frame: tells the page around it how tall the programme is, now and whenever it changes.
 * The message is {plenary: "height", height: pixels} and holds nothing else; embed-host.js hears it.
 */

const content = document.querySelector("main");
let told = 0;

/** The height without a scroll bar, told once per change. */
function tell() {
  const height = Math.ceil(content.getBoundingClientRect().bottom + window.scrollY);
  if (height === told) return;
  told = height;
  window.parent.postMessage({ plenary: "height", height }, "*");
}

if (window.parent !== window) {
  new ResizeObserver(tell).observe(content);
  tell();
}
