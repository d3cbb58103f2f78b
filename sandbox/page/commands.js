// The "/" menu: the bot's commands as this user sees them, filtered while typing; in a group the bot's name after "@".
import { h } from "./dom.js";
import { t } from "./words.js";

export class CommandMenu {
  #commands = [];
  #name = null;
  #at = -1;
  #typed = "";

  /** `send(text)` sends a command at once; `complete(text)` puts it into the box. */
  constructor(send, complete) {
    this.send = send;
    this.complete = complete;
    this.node = h("div", { class: "commands", role: "listbox", "aria-label": "命令", hidden: true });
    document.addEventListener("pointerdown", (event) => this.node.parentElement?.contains(event.target) || this.close());
  }

  /** `name`: what the bot is called by with "@"; null where nobody needs to. May come later than the first words typed. */
  set(commands, name = null) {
    if (name === this.#name && JSON.stringify(commands ?? []) === JSON.stringify(this.#commands)) return;
    this.#commands = commands ?? [];
    this.#name = name;
    this.filter(this.#typed);
  }

  get any() {
    return this.#commands.length > 0;
  }

  /** Shows what fits the text; hides itself when the text is no beginning of a command. */
  filter(text) {
    this.#typed = text;
    const lines = this.#commands.map(({ command, description }) => ({ words: `/${command}`, description, choose: this.send }));
    if (this.#name) lines.push({ words: `@${this.#name}`, description: t("不求人"), choose: (words) => this.complete(`${words} `) });
    const found = /^[/@]\w*$/.test(text) ? lines.filter(({ words }) => words.startsWith(text.toLowerCase())) : [];
    this.#at = -1;
    this.node.hidden = !found.length;
    this.node.replaceChildren(...found.map(({ words, description, choose }) => h("button", {
      class: "command", role: "option", tabindex: "-1", "data-words": words,
      onpointerdown: (event) => event.preventDefault(), onclick: () => (this.close(), choose(words)),
    }, h("b", {}, words), h("span", { dir: "auto" }, description))));
  }

  close() {
    this.#typed = "";
    this.node.hidden = true;
  }

  /** Keys of the text box; true when taken. Enter sends what is typed unless the arrows chose a line. */
  onKey(event) {
    if (this.node.hidden) return false;
    const lines = [...this.node.children];
    if (event.key === "Escape") this.close();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") this.#mark(lines, event.key === "ArrowDown" ? this.#at + 1 : this.#at - 1);
    else if (event.key === "Tab") this.complete(`${(lines[this.#at] ?? lines[0]).dataset.words} `);
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
