// The "/" menu: the bot's commands as this user sees them, filtered while typing.
import { h } from "./dom.js";

export class CommandMenu {
  #commands = [];
  #at = -1;

  /** `send(text)` sends a command at once; `complete(text)` puts it into the box. */
  constructor(send, complete) {
    this.send = send;
    this.complete = complete;
    this.node = h("div", { class: "commands", role: "listbox", "aria-label": "命令", hidden: true });
    document.addEventListener("pointerdown", (event) => this.node.parentElement?.contains(event.target) || this.close());
  }

  set(commands) {
    this.#commands = commands ?? [];
    if (!this.node.hidden) this.filter(this.typed);
  }

  get any() {
    return this.#commands.length > 0;
  }

  /** Shows what fits the text; hides itself when the text is no beginning of a command. */
  filter(text) {
    this.typed = text;
    const found = /^\/\w*$/.test(text) ? this.#commands.filter(({ command }) => command.startsWith(text.slice(1).toLowerCase())) : [];
    this.#at = -1;
    this.node.hidden = !found.length;
    this.node.replaceChildren(...found.map(({ command, description }) => h("button", {
      class: "command", role: "option", tabindex: "-1", "data-command": command,
      onpointerdown: (event) => event.preventDefault(), onclick: () => (this.close(), this.send(`/${command}`)),
    }, h("b", {}, `/${command}`), h("span", { dir: "auto" }, description))));
  }

  close() {
    this.node.hidden = true;
  }

  /** Keys of the text box; true when taken. Enter sends what is typed unless the arrows chose a line. */
  onKey(event) {
    if (this.node.hidden) return false;
    const lines = [...this.node.children];
    if (event.key === "Escape") this.close();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") this.#mark(lines, event.key === "ArrowDown" ? this.#at + 1 : this.#at - 1);
    else if (event.key === "Tab") this.complete(`/${(lines[this.#at] ?? lines[0]).dataset.command} `);
    else if (event.key === "Enter" && this.#at >= 0) lines[this.#at].click();
    else return false;
    return true;
  }

  #mark(lines, at) {
    this.#at = (at + lines.length) % lines.length;
    lines.forEach((line, n) => line.setAttribute("aria-selected", String(n === this.#at)));
    lines[this.#at].scrollIntoView({ block: "nearest" });
  }
}
