// The chats of one person: a strip of chips always in sight, or a whole list when opened; and what is unread.
import { avatar, h, icon } from "./dom.js";
import { brief } from "./times.js";
import { t } from "./words.js";

/** What each person has read, shared by the phones: "user:chat" → newest message id seen. */
const read = new Map();

export function markRead(user, chat, messages) {
  read.set(`${user}:${chat}`, messages.at(-1)?.message_id ?? 0);
}

/** How many messages by others came after the last one seen; `server` counts for a chat not yet opened here. */
export function unread(user, chat, messages) {
  const seen = read.get(`${user}:${chat.id}`);
  if (seen === undefined) return chat.unread ?? 0;
  return messages.filter((message) => message.message_id > seen && message.from?.id !== user).length;
}

export class ChatList {
  constructor(open) {
    this.open = open;
    this.node = h("div", { class: "chat-list", role: "group", "aria-label": "会话" });
    this.toggle = h("button", { class: "chat-toggle", "aria-label": "全部会话", "aria-expanded": "false", onclick: () => this.expand(!this.expanded) }, icon("list"));
    this.bar = h("div", { class: "chat-bar", onkeydown: (event) => event.key === "Escape" && this.expand(false) }, this.node, this.toggle);
  }

  get expanded() {
    return this.bar.classList.contains("expanded");
  }

  expand(yes) {
    this.bar.classList.toggle("expanded", yes);
    this.toggle.setAttribute("aria-expanded", String(yes));
  }

  /** `chats` with `count` (unread) and `line` (last message) filled in. */
  draw(chats, current) {
    const focused = this.node.contains(document.activeElement) ? document.activeElement.dataset.chat : null;
    const same = this.node.children.length === chats.length && chats.every((chat, n) => this.node.children[n].dataset.chat === String(chat.id));
    if (same) chats.forEach((chat, n) => this.#fill(this.node.children[n], chat, current));
    else this.node.replaceChildren(...chats.map((chat) => this.#fill(this.#chip(chat), chat, current)));
    this.bar.classList.toggle("alone", chats.length < 2);
    this.toggle.hidden = chats.length < 3;
    this.toggle.classList.toggle("news", chats.some((chat) => chat.count));
    if (focused && !same) this.node.querySelector(`[data-chat="${focused}"]`)?.focus({ preventScroll: true });
    if (this.shown !== current) {
      this.shown = current;
      this.node.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }

  #chip(chat) {
    const choose = () => (this.expand(false), this.open(chat.id));
    return h("button", { class: "chat", "data-chat": chat.id, onclick: choose },
      avatar(chat.type === "private" ? 0 : chat.id, chat.title, chat.type === "private" ? "bot" : ""),
      h("span", { class: "about" },
        h("span", { class: "line" }, h("span", { class: "title", dir: "auto" }, chat.title), h("time", {})),
        h("span", { class: "line" }, h("span", { class: "last", dir: "auto" }), h("span", { class: "badge", hidden: true }))));
  }

  #fill(chip, chat, current) {
    const here = String(chat.id) === String(current);
    chip.toggleAttribute("aria-current", here);
    if (here) chip.setAttribute("aria-current", "true");
    chip.classList.toggle("unread", chat.count > 0);
    chip.querySelector(".title").textContent = chat.title;
    chip.querySelector(".last").textContent = chat.line || t("还没有消息");
    chip.querySelector("time").textContent = chat.at ? brief(chat.at) : "";
    const badge = chip.querySelector(".badge");
    badge.hidden = !chat.count;
    badge.textContent = chat.count > 99 ? "99+" : chat.count;
    chip.setAttribute("aria-label", `${chat.title}${chat.count ? `,${chat.count} 条未读` : ""}`);
    return chip;
  }
}
