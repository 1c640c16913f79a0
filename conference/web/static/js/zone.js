/**
 * The visitor's own zone: offered only where it shows another time than the venue's clock, and
 * remembered. Every time on the page then carries "your time" beside it.
 */
const frame = document.getElementById("programme-frame");
const place = document.getElementById("own-zone");
const KEY = "plenary-own-time";
const { zone } = frame.dataset;
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;

const clockIn = (timeZone, more = {}) => new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...more });
const venueFull = clockIn(zone, { weekday: "short", day: "numeric" });
const ownFull = own && clockIn(own, { weekday: "short", day: "numeric" });
const venueDay = new Intl.DateTimeFormat("en-GB", { timeZone: zone, weekday: "short" });
const ownDay = own && new Intl.DateTimeFormat("en-GB", { timeZone: own, weekday: "short" });
const ownClock = own && clockIn(own);

const times = [...document.querySelectorAll("main time[datetime]")].filter((each) => each.textContent);
const isElsewhere = own && times.some((each) => venueFull.format(new Date(each.dateTime)) !== ownFull.format(new Date(each.dateTime)));

/** "Wed 02:30": the weekday only where it is another than the venue's. */
const told = (at) => {
  const day = ownDay.format(at) === venueDay.format(at) ? "" : `${ownDay.format(at)} `;
  return day + ownClock.format(at);
};

const ownTime = (texts) => Object.assign(document.createElement("span"), { className: "own-time", textContent: ` (${texts.join("–")} your time)` });

const show = () => {
  for (const span of document.querySelectorAll("main .hours")) {
    const [from, until] = [...span.querySelectorAll("time")].map((each) => told(new Date(each.dateTime)));
    const day = from.slice(0, -5); // said once where both are on it
    span.append(ownTime([from, day && until.startsWith(day) ? until.slice(day.length) : until]));
  }
  for (const each of times) {
    if (!each.closest(".hours, [data-now-rooms]")) each.append(ownTime([told(new Date(each.dateTime))]));
  }
};

const hide = () => document.querySelectorAll(".own-time").forEach((each) => each.remove());

const isWanted = () => {
  try {
    return localStorage.getItem(KEY) === "on";
  } catch {
    return false;
  }
};

const choose = (button, on) => {
  button.setAttribute("aria-pressed", String(on));
  button.textContent = on ? "Hide my times" : "Show my times too";
  hide();
  if (on) show();
};

const offer = () => {
  const zoneName = new Intl.DateTimeFormat("en-GB", { timeZone: own, timeZoneName: "short" });
  const short = zoneName.formatToParts(new Date(times[0].dateTime)).find((part) => part.type === "timeZoneName").value;
  const city = own.split("/").pop().replaceAll("_", " ");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button button--link" });
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    choose(button, on);
    try {
      localStorage.setItem(KEY, on ? "on" : "off");
    } catch {
      // it works on this page all the same
    }
  });
  place.append(`You are in ${city} (${short}). `, button);
  choose(button, isWanted());
};

if (place && isElsewhere) offer();
