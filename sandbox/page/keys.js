// The reply keyboard the bot put under the message box.
import { h } from "./dom.js";

const ZHUZHOU = { latitude: 27.8274, longitude: 113.1340 }; // where a visitor's phone stands when a bot asks for its place

export class ReplyKeyboard {
  #markup = null;

  /** `send(fields)` sends what a key says; `ontoggle()` when it is shown, hidden or replaced. */
  constructor(send, ontoggle) {
    this.send = send;
    this.ontoggle = ontoggle;
    this.node = h("div", { class: "reply-keyboard", role: "group", "aria-label": "快捷键盘", hidden: true });
  }

  get any() {
    return Boolean(this.#markup?.keyboard?.length);
  }

  get placeholder() {
    return this.#markup?.input_field_placeholder || "";
  }

  set(markup) {
    if (JSON.stringify(markup ?? null) === JSON.stringify(this.#markup)) return;
    this.#markup = markup ?? null;
    this.node.replaceChildren(...(markup?.keyboard ?? []).map((row) => h("div", { class: "row" }, row.map((key) => this.#key(key)))));
    this.show(this.any);
  }

  show(yes) {
    this.node.hidden = !yes;
    this.ontoggle();
  }

  #key(key) {
    const text = typeof key === "string" ? key : key.text;
    const fields = key.request_contact ? { contact: true } : key.request_location ? { location: ZHUZHOU } : { text };
    return h("button", { onclick: () => this.#press(fields) }, text);
  }

  async #press(fields) {
    if (await this.send(fields) && this.#markup?.one_time_keyboard) this.show(false);
  }
}
