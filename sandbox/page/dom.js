// Building blocks of the page: elements, icons, avatars. Text goes in as text nodes, never as markup.

import { t } from "./words.js";

const SPOKEN = new Set(["aria-label", "placeholder"]); // the page's own words, put into its language

/** An element; `on…` properties are listeners, null/false attributes and children are left out. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  if (tag === "button") node.type = "button";
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else node.setAttribute(name, value === true ? "" : SPOKEN.has(name) ? t(value) : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const PATHS = {
  down: "M6 9.5l6 6 6-6",
  close: "M6 6l12 12M18 6L6 18",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  send: "M4 11.6L20 4l-6 16-3.3-6.6zM10.7 13.4L20 4",
  clip: "M19.5 11.5l-7.6 7.6a4.6 4.6 0 01-6.5-6.5l8-8a3.1 3.1 0 014.4 4.4l-7.9 7.9a1.5 1.5 0 01-2.2-2.2l7.1-7.1",
  slash: "M7.5 4h9A3.5 3.5 0 0120 7.5v9a3.5 3.5 0 01-3.5 3.5h-9A3.5 3.5 0 014 16.5v-9A3.5 3.5 0 017.5 4zM10.3 16l3.4-8",
  keys: "M4 6.5h16v11H4zM7.5 10h.01M12 10h.01M16.5 10h.01M8 14h8",
  thumb: "M7.5 11v8.5H4.5V11zM7.5 11l3.8-7.5c1.7 0 2.6 1.3 2.3 2.9L12.9 10h4.9a1.9 1.9 0 011.9 2.2l-1 5.6a2.1 2.1 0 01-2.1 1.7H7.5",
  smile: "M12 20.5a8.5 8.5 0 100-17 8.5 8.5 0 000 17zM8.5 14c1.6 2.4 5.4 2.4 7 0M9 9.8h.01M15 9.8h.01",
  file: "M7 3.5h6.5L18 8v12.5H7zM13.5 3.5V8H18",
  photo: "M4 5.5h16v13H4zM4 16l4.5-4.5 4 4 2.5-2.5 5 5M15.5 9.5h.01",
  voice: "M12 4a2.5 2.5 0 012.5 2.5v5a2.5 2.5 0 01-5 0v-5A2.5 2.5 0 0112 4zM6.5 11.5a5.5 5.5 0 0011 0M12 17v3",
  play: "M9 6l9.5 6L9 18z",
  pause: "M9 6.5v11M15 6.5v11",
  reply: "M10 6l-5 5 5 5M5.5 11H13c3.5 0 6 2 6 6.5",
  edit: "M5 19l1-4L16 5l3 3L9 18z",
  trash: "M5 7h14M9.5 7V4.5h5V7M7 7l1 12.5h8L17 7",
  copy: "M9 9h10v11H9zM15 9V5H5v10h4",
  search: "M10.5 17a6.5 6.5 0 100-13 6.5 6.5 0 000 13zM15.5 15.5L20 20",
  pin: "M12 21s6.5-6 6.5-11a6.5 6.5 0 00-13 0c0 5 6.5 11 6.5 11zM12 12a2 2 0 100-4 2 2 0 000 4z",
  list: "M5 7h14M5 12h14M5 17h9",
  tick: "M5 12.5l4.5 4.5L19 7.5",
  link: "M9 15L17 7M10.5 7H17v6.5",
};

/** A line icon; decorative, so the button around it carries the aria-label. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

export const hue = (id) => `hue${Math.abs(Number(id) || 0) % 7}`;

export function avatar(id, name, extra = "") {
  return h("span", { class: `avatar ${hue(id)} ${extra}`, "aria-hidden": "true" }, [...(name || "?").trim()][0] || "?");
}

/** Chinese names are written family name first and without a space. */
export function fullName(user) {
  if (!user) return "";
  const [first, last] = [user.first_name || "", user.last_name || ""];
  if (!last) return first || user.username || String(user.id);
  const chinese = /\p{Script=Han}/u;
  return chinese.test(first) && chinese.test(last) ? last + first : `${first} ${last}`;
}

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
