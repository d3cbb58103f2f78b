// The head of a phone: who holds it, and the panel to hand it to somebody else.
import * as api from "./api.js";
import { avatar, fullName, h, icon } from "./dom.js";
import { moveFocus } from "./popup.js";
import { t } from "./words.js";

/** "企业 · 德智新材料" → ["企业", "德智新材料"] */
export function roleParts(user) {
  const [kind, ...rest] = (user?.role || "").split(/\s*[·•|]\s*/);
  return [kind || t("其他"), rest.join(" · ")];
}

export class PersonPicker {
  /** `people()` lists the users, `choose(user id)` hands the phone over. */
  constructor(people, choose) {
    this.people = people;
    this.choose = choose;
    this.button = h("button", { class: "person-picker", "aria-haspopup": "dialog", "aria-expanded": "false", onclick: () => this.toggle() });
    this.search = h("input", { type: "search", placeholder: "找人:姓名、单位、角色", "aria-label": "找人", autocomplete: "off", oninput: () => this.#list() });
    this.rows = h("div", { class: "people" });
    this.panel = h("div", { class: "person-panel", role: "dialog", tabindex: "-1", "aria-label": "换人", hidden: true, onkeydown: (event) => this.#onKey(event) },
      h("label", { class: "search" }, icon("search"), this.search), this.rows);
    document.addEventListener("pointerdown", (event) => {
      if (!this.panel.hidden && !this.panel.contains(event.target) && !this.button.contains(event.target)) this.toggle(false);
    });
  }

  draw(user) {
    this.user = user;
    const name = user ? fullName(user) : "……";
    this.button.setAttribute("aria-label", `${name},${user?.role || ""},换人`);
    this.button.replaceChildren(avatar(user?.id, name),
      h("span", { class: "about" }, h("span", { class: "title", dir: "auto" }, name), h("span", { class: "detail", dir: "auto" }, user?.role || user?.username || "")),
      icon("down"));
  }

  async toggle(yes = this.panel.hidden) {
    this.panel.hidden = !yes;
    this.button.setAttribute("aria-expanded", String(yes));
    if (!yes) return;
    this.search.value = "";
    this.#list();
    (matchMedia("(hover: hover)").matches ? this.search : this.panel).focus(); // on a phone the keyboard would cover the names
    await this.people.refresh().catch(() => {});
    if (!this.panel.hidden) this.#list();
  }

  #list() {
    const wanted = this.search.value.trim().toLowerCase();
    const found = this.people.all.filter((user) => !wanted || `${fullName(user)} ${user.username || ""} ${user.role || ""}`.toLowerCase().includes(wanted));
    const groups = groupBy(found);
    const nodes = [...groups].map(([kind, users]) => h("section", { "aria-label": kind }, h("h3", {}, kind), users.map((user) => this.#row(user))));
    const name = this.search.value.trim();
    if (name && !found.some((user) => fullName(user) === name)) nodes.push(h("button", { class: "person new", onclick: () => this.#add(name) }, h("span", { class: "avatar plus" }, "+"), t("新来一位「{}」", name)));
    this.rows.replaceChildren(...nodes);
  }

  #row(user) {
    const here = user.id === this.user?.id;
    return h("button", { class: "person", "data-user": user.id, "aria-current": here ? "true" : null, onclick: () => this.#pick(user.id) },
      avatar(user.id, fullName(user), "small"),
      h("span", { class: "title", dir: "auto" }, fullName(user)), h("span", { class: "detail", dir: "auto" }, roleParts(user)[1]),
      here && icon("tick"));
  }

  #pick(id) {
    this.toggle(false);
    this.button.focus({ preventScroll: true });
    this.choose(id);
  }

  async #add(first_name) {
    const user = await api.addUser({ first_name, role: t("其他 · 新来的人"), phone: `138001${String(Math.random()).slice(2, 7)}` });
    await this.people.refresh();
    this.#pick(user.id);
  }

  #onKey(event) {
    if (event.key === "Escape") {
      this.toggle(false);
      this.button.focus();
    } else if (event.key === "Enter" && event.target === this.search && !event.isComposing) {
      event.preventDefault();
      this.rows.querySelector("button")?.click();
    } else if (!["Home", "End"].includes(event.key) || event.target !== this.search) moveFocus(event, [...this.rows.querySelectorAll("button")]);
  }
}

/** By kind of role, in the order the kinds first appear. */
function groupBy(users) {
  const groups = new Map();
  for (const user of users) {
    const [kind] = roleParts(user);
    if (!groups.has(kind)) groups.set(kind, []);
    groups.get(kind).push(user);
  }
  return groups;
}
