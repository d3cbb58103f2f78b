// The city's clock above the phones and the buttons that move it on.
import * as api from "./api.js";
import { day, hour, setNow } from "./times.js";

export class Clock {
  #shown = null;

  /** `onday()` when the date changed: what the chat lists say about "today" has to be said anew. */
  constructor(bar, complain, onday) {
    Object.assign(this, { complain, onday });
    this.face = bar.querySelector(".clock");
    this.buttons = [...bar.querySelectorAll("[data-jump]")];
    this.buttons.forEach((button) => button.addEventListener("click", () => this.#jump(button)));
  }

  show({ now }) {
    setNow(now);
    const at = Date.parse(now) / 1000;
    if (this.#shown === day(at) + hour(at)) return;
    const turned = this.#shown !== null && !this.#shown.startsWith(day(at));
    this.#shown = day(at) + hour(at);
    this.face.replaceChildren(part("date", day(at)), part("hour", hour(at)));
    this.face.dataset.now = now;
    if (turned) this.onday();
  }

  async #jump(button) {
    if (this.buttons.some((other) => other.ariaBusy === "true")) return;
    button.ariaBusy = "true";
    try {
      this.show(await api.jump(button.dataset.jump));
      this.face.animate?.([{ opacity: 0.2 }, { opacity: 1 }], 400);
    } catch (error) {
      this.complain(error.message);
    } finally {
      button.ariaBusy = "false";
    }
  }
}

function part(name, text) {
  const node = document.createElement("span");
  node.className = name;
  node.textContent = text;
  return node;
}
