/**
 * Now and next, from the times that stand in the page: it goes on by itself every minute, with or
 * without a network. The clock is the venue's, or the one that a demonstration was asked for.
 */
const frame = document.getElementById("programme-frame");
const rooms = document.querySelector("[data-now-rooms]");
const screen = document.getElementById("now-data");
const { zone, change } = frame.dataset;
const MINUTE = 60000;
const REFRESH = 5 * MINUTE;
const asked = Date.parse(frame.dataset.now || "");
const loaded = performance.now();
const clock = () => (asked ? asked + performance.now() - loaded : Date.now());
const time = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const weekday = new Intl.DateTimeFormat("en-GB", { timeZone: zone, weekday: "short" });
const date = new Intl.DateTimeFormat("en-GB", { timeZone: zone, dateStyle: "short" });
const dayOf = (at) => date.format(at - change * 60 * MINUTE); // a party at 01:30 belongs to the evening before

const spanOf = (item) => {
  const from = Date.parse(item.querySelector("time").dateTime);
  return { item, from, until: from + item.dataset.min * MINUTE };
};

const read = () =>
  [...document.querySelectorAll("[data-item]:not(.slot--cancelled)")].map((item) => ({
    ...spanOf(item),
    room: item.dataset.room,
    link: item.querySelector("a"),
    talks: [...item.querySelectorAll(".talk-lines > li:not(.slot--cancelled)")],
  }));
let sessions = read();

const node = (tag, className, ...inside) => {
  const made = Object.assign(document.createElement(tag), { className });
  made.append(...inside);
  return made;
};
const linked = ({ link }) => Object.assign(document.createElement("a"), { href: link.href, textContent: link.textContent });

/** The talk that is on, in its session's room. */
const talkNow = (session, now) => {
  const talk = session.talks.map(spanOf).find((each) => each.from <= now && now < each.until);
  if (!talk) return [];
  const said = [".slot__title", ".muted"].map((part) => talk.item.querySelector(part)?.textContent).filter(Boolean);
  return [node("span", "now-room__talk", `${time.format(talk.from)} ${said.join(", ")}`)];
};

const running = (session, now) => {
  const left = Math.ceil((session.until - now) / MINUTE);
  const until = node("span", "muted", `until ${time.format(session.until)} · ${left} min left`);
  return node("p", "now-room__now", linked(session), " ", until, ...talkNow(session, now));
};

const room = (name, now) => {
  const here = sessions.filter((each) => each.room === name);
  const on = here.filter((each) => each.from <= now && now < each.until);
  const next = here.filter((each) => each.from > now).sort((a, b) => a.from - b.from)[0];
  if (!on.length && !next) return null;
  const lines = on.map((each) => running(each, now));
  if (!on.length && name) lines.push(node("p", "now-room__now muted", "Nothing now"));
  if (next) {
    const day = dayOf(next.from) === dayOf(now) ? "" : `${weekday.format(next.from - change * 60 * MINUTE)} `;
    lines.push(node("p", "now-room__next", node("span", "muted", `Next ${day}${time.format(next.from)}`), " ", linked(next)));
  }
  return node("li", `now-room${on.length ? "" : " now-room--idle"}`, node("h3", "", name || "Elsewhere"), ...lines);
};

const showRooms = (now) => {
  const known = JSON.parse(rooms.dataset.nowRooms);
  const others = [...new Set(sessions.map((each) => each.room))].filter((name) => name && !known.includes(name)).sort();
  rooms.replaceChildren(...[...known, ...others, ""].map((name) => room(name, now)).filter(Boolean));
};

const showStage = (now) => {
  const first = Math.min(...sessions.map((each) => each.from));
  const last = Math.max(...sessions.map((each) => each.until));
  const stage = now < first - 24 * 60 * MINUTE ? "before" : now >= last ? "over" : "on";
  for (const each of document.querySelectorAll("[data-stage]")) each.hidden = each.dataset.stage !== stage;
};

const markItems = (now) => {
  for (const { item, from, until } of sessions) {
    const isOn = from <= now && now < until;
    item.classList.toggle("slot--now", isOn);
    item.querySelector("[data-now]")?.toggleAttribute("hidden", !isOn);
  }
  const target = sessions.find((each) => each.from <= now && now < each.until) || sessions.find((each) => each.from > now);
  const jump = document.querySelector("[data-jump]");
  if (jump && target) jump.href = `#${target.item.id}`;
};

const tick = () => {
  const now = clock();
  if (rooms && sessions.length) showRooms(now);
  if (screen && sessions.length) showStage(now);
  if (!screen) markItems(now);
  for (const each of document.querySelectorAll("[data-clock]")) each.textContent = `${weekday.format(now)} ${time.format(now)}`;
};
const next = () => (tick(), setTimeout(next, MINUTE - (clock() % MINUTE) + 50));

/** A screen in the foyer asks now and then whether the programme has changed; without a network it goes on. */
const refresh = async () => {
  const text = await fetch(location.href).then((answer) => (answer.ok ? answer.text() : ""), () => "");
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("now-data");
  if (fresh) screen.replaceChildren(...fresh.children), (sessions = read()), tick();
};

document.querySelector("[data-jump]")?.addEventListener("click", (event) => {
  const target = document.getElementById(event.currentTarget.hash.slice(1));
  if (!target || !target.closest("[hidden]")) return; // a link like any other
  document.querySelector('[data-day-tab=""]')?.click();
});
document.addEventListener("visibilitychange", tick);
next();
if (screen) setInterval(refresh, REFRESH);
