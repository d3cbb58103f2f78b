// The page: three phones, the bar above them, and one slow tick for the clock and the guide.
import * as api from "./api.js";
import { Clock } from "./bar.js";
import { fullName, h, avatar, sleep } from "./dom.js";
import { Guide } from "./guide.js";
import { Phone } from "./phone.js";
import { t, translate } from "./words.js";

const PHONES = 3;
const TICK_MS = 1500;
const notice = document.querySelector(".notice");
let city = { title: "", layout: [] };

const people = {
  all: [],
  get: (id) => people.all.find((user) => user.id === id),
  async refresh() {
    people.all = await api.users();
  },
};

function say(text) {
  notice.hidden = !text;
  notice.textContent = text;
}

const phones = Array.from({ length: PHONES }, (_, index) => new Phone(index, people, () => drawTab(index), reseat));
const tabs = phones.map((phone, index) => h("button", { role: "tab", "aria-selected": "false", onclick: () => show(index), onkeydown: turn }));
const clock = new Clock(document.querySelector(".bar"), say, () => phones.forEach((phone) => phone.draw()));
const guide = new Guide(document.querySelector(".guide"), document.querySelector(".guide-toggle"), matchMedia("(min-width: 1240px)"));

/** On a narrow screen one phone is in the hand; the tabs say whose the others are and what came there. */
function show(index) {
  phones.forEach((phone, n) => phone.node.classList.toggle("active", n === index));
  tabs.forEach((tab, n) => {
    tab.setAttribute("aria-selected", String(n === index));
    tab.tabIndex = n === index ? 0 : -1;
  });
  phones[index].draw();
  if (!phones[index].thread.scroller.matches(":hover")) phones[index].thread.end();
}

function drawTab(index) {
  const user = people.get(phones[index].user);
  const name = user ? fullName(user) : "……";
  const count = phones[index].unread;
  tabs[index].replaceChildren(avatar(user?.id, name, "tiny"), h("span", { class: "title" }, name), count ? h("span", { class: "badge" }, String(count)) : "");
  tabs[index].setAttribute("aria-label", `${name}${count ? `,${count} 条未读` : ""}`);
}

function turn(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const to = (tabs.indexOf(event.currentTarget) + step + PHONES) % PHONES;
  show(to);
  tabs[to].focus();
}

/** Whom a phone shows first: the city's layout, else simply the next person. */
function seat(index) {
  const [user, chat] = city.layout?.[index] ?? [];
  if (user !== undefined && people.get(user)) return [user, chat ?? null];
  const taken = new Set(phones.map((phone) => phone.user));
  const free = people.all.find((person) => !taken.has(person.id)) ?? people.all[0];
  return free ? [free.id, null] : null;
}

/** The person a phone showed is gone (the city was seeded anew): back to the layout. */
async function reseat(phone) {
  try {
    await Promise.all([people.refresh(), loadCity()]);
  } catch {
    return;
  }
  const place = seat(phone.index);
  if (place && place[0] !== phone.user) phone.hold(...place);
}

async function loadCity() {
  city = await api.city();
  document.querySelector(".bar .city").textContent = city.title || "";
  document.title = city.title ? `不求人 · ${city.title}` : "不求人";
}

async function tick() {
  for (;;) {
    try {
      if (!document.hidden) {
        clock.show(await api.clock());
        guide.draw(await api.guide());
      }
    } catch {
      // the phones say that the connection is lost
    }
    await sleep(TICK_MS);
  }
}

async function begin() {
  for (;;) {
    try {
      await Promise.all([loadCity(), people.refresh(), api.clock().then((now) => clock.show(now))]);
      if (people.all.length) break;
      say(t("城里还没有人,稍等……"));
    } catch (error) {
      say(error.message);
    }
    await sleep(1000);
  }
  say("");
  document.querySelector(".phones").append(...phones.map((phone) => phone.node));
  document.querySelector(".tabs").append(...tabs);
  for (const phone of phones) phone.hold(...seat(phone.index));
  show(0);
  tick();
}

translate(document.body);
begin();
