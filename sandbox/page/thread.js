// The message list of the open chat: groups albums and days, redraws only what changed, keeps its place.
import { bubble, serviceWords } from "./bubble.js";
import { h, icon } from "./dom.js";
import { day, dayKey } from "./times.js";
import { t } from "./words.js";

const SHOWN = 120; // older ones wait behind a button
const NEAR_END = 90; // px from the end that still counts as reading the newest
const RUN_SECONDS = 600;

export class Thread {
  #drawn = new Map(); // key → {signature, node}
  #all = false;
  #missed = 0;
  #stuck = true; // at the end, and staying there when something grows
  #top = 0;

  constructor(acts) {
    this.acts = acts;
    this.list = h("div", { class: "list", role: "log", "aria-label": "消息", "aria-live": "polite" });
    this.scroller = h("div", { class: "scroller", tabindex: "0", "aria-label": "消息", onscroll: () => this.#scrolled() }, this.list);
    this.toEnd = h("button", { class: "to-end", hidden: true, onclick: () => this.end(true) }, icon("down"), h("span", { class: "count" }));
    this.node = h("div", { class: "thread" }, this.scroller, this.toEnd);
    new ResizeObserver(() => this.#stuck && this.end()).observe(this.scroller);
    new ResizeObserver(() => this.#stuck && this.end()).observe(this.list);
  }

  /** Another chat or person: forget the old one. */
  reset() {
    this.#drawn.clear();
    this.list.replaceChildren();
    this.#all = false;
    this.#setMissed(0);
    this.#stuck = true;
  }

  draw(messages, user, group) {
    const last = messages[messages.length - 1];
    const grew = last && this.newest !== undefined && last.message_id > this.newest;
    if (grew && last.from?.id === user) this.#stuck = true;
    else if (grew && !this.#stuck) this.#setMissed(this.#missed + 1);
    this.newest = last?.message_id ?? 0;
    const items = arrange(messages, user, group);
    const shown = this.#all ? items : items.slice(-SHOWN);
    const nodes = shown.map((item) => this.#node(item));
    if (shown.length < items.length) nodes.unshift(this.#older(() => this.draw(messages, user, group)));
    if (!nodes.length) nodes.push(h("div", { class: "empty" }, t(group ? "还没有消息" : "有事直接写一句就行")));
    const focus = this.#focused();
    place(this.list, nodes);
    this.#forget(new Set(shown.map((item) => item.key)));
    if (focus) this.#refocus(focus);
    if (this.#stuck) this.end();
  }

  end(smooth = false) {
    this.#stuck = true;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    this.#setMissed(0);
  }

  jump(id) {
    const node = this.list.querySelector(`[data-message-id="${id}"]`);
    if (!node) return false;
    node.scrollIntoView({ block: "center", behavior: "smooth" });
    const whole = node.closest(".message");
    whole.focus({ preventScroll: true });
    whole.classList.remove("found");
    requestAnimationFrame(() => whole.classList.add("found"));
    return true;
  }

  #node(item) {
    const old = this.#drawn.get(item.key);
    const signature = item.signature + (item.messages?.some((message) => this.acts.isBusy(message)) ? "busy" : "");
    if (old?.signature === signature) return old.node;
    const node = item.make(this.acts);
    this.#drawn.set(item.key, { signature, node });
    return node;
  }

  #older(redraw) {
    return h("button", { class: "older", onclick: () => { this.#all = true; this.#stuck = false; redraw(); } }, t("更早的消息"));
  }

  #forget(kept) {
    for (const key of this.#drawn.keys()) if (!kept.has(key)) this.#drawn.delete(key);
  }

  /** Only a scroll upwards lets go of the end: pictures that load and keyboards that open do not. */
  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    if (scrollHeight - scrollTop - clientHeight < NEAR_END) this.#stuck = true;
    else if (scrollTop < this.#top) this.#stuck = false;
    this.#top = scrollTop;
    this.toEnd.hidden = this.#stuck;
    if (this.#stuck) this.#setMissed(0);
  }

  #setMissed(count) {
    this.#missed = count;
    this.toEnd.querySelector(".count").textContent = count || "";
    this.toEnd.setAttribute("aria-label", count ? `到最新,${count} 条新消息` : "到最新");
  }

  /** Where the keyboard focus is, in words that survive a redraw of the message. */
  #focused() {
    const node = document.activeElement;
    const message = this.list.contains(node) ? node.closest(".message") : null;
    if (!message) return null;
    return { id: message.dataset.messageId, key: [...message.querySelectorAll(".inline-keyboard .key")].indexOf(node), node };
  }

  #refocus({ id, key, node }) {
    if (node.isConnected) return;
    const message = this.list.querySelector(`.message[data-message-id="${id}"]`);
    const keys = message?.querySelectorAll(".inline-keyboard .key") ?? [];
    (keys[Math.min(Math.max(key, 0), keys.length - 1)] ?? message ?? this.scroller).focus({ preventScroll: true });
  }
}

/** Brings the children in line with `nodes`, moving as few as possible. */
function place(list, nodes) {
  const kept = new Set(nodes);
  for (const child of [...list.children]) if (!kept.has(child)) child.remove();
  nodes.forEach((node, n) => list.children[n] !== node && list.insertBefore(node, list.children[n] ?? null));
}

/** Messages → what is drawn: days, service lines, messages, albums; each with a key and a signature. */
function arrange(messages, user, group) {
  const items = [];
  let today = null;
  for (const message of messages) {
    const key = dayKey(message.date);
    if (key !== today) items.push({ key, signature: day(message.date), make: () => h("div", { class: "day" }, day(message.date)) });
    today = key;
    const before = items[items.length - 1];
    const words = serviceWords(message);
    if (words) items.push({ key: `m${message.message_id}`, signature: words, make: () => h("div", { class: "service", "data-message-id": message.message_id, dir: "auto" }, words) });
    else if (message.media_group_id && before.messages?.[0].media_group_id === message.media_group_id) before.messages.push(message);
    else items.push({ key: `m${message.message_id}`, messages: [message] });
  }
  items.forEach((item, n) => item.messages && finish(item, items[n - 1], items[n + 1], user, group));
  return items;
}

function finish(item, before, after, user, group) {
  const own = item.messages[0].from?.id === user;
  const place = { own, group, first: !sameRun(before, item), last: !sameRun(item, after) };
  item.signature = JSON.stringify([place, item.messages.map((message) => [message.message_id, message.seq])]);
  item.make = (acts) => bubble(item.messages, place, acts);
}

function sameRun(one, two) {
  if (!one?.messages || !two?.messages) return false;
  const [a, b] = [one.messages[one.messages.length - 1], two.messages[0]];
  return a.from?.id === b.from?.id && b.date - a.date < RUN_SECONDS;
}
