// The message box: text, attachments, reply and edit, sticker, commands, reply keyboard.
import * as api from "./api.js";
import { Tray } from "./attach.js";
import { senderName } from "./bubble.js";
import { CommandMenu } from "./commands.js";
import { h, icon } from "./dom.js";
import { ReplyKeyboard } from "./keys.js";
import { snippet } from "./media.js";
import { menu, toast } from "./popup.js";
import { t } from "./words.js";

const drafts = new Map(); // "user:chat" → what was typed and not sent

export class Composer {
  #aim = null; // {mode: "reply"|"edit", message}
  #place = null; // {user, chat}
  #asked; // message_id last asked to be replied to

  /** `root`: the phone, for toasts; `lastOwn()`: the message the up arrow edits. */
  constructor(root, lastOwn) {
    this.root = root;
    this.lastOwn = lastOwn;
    this.tray = new Tray(() => this.#fit(), (text) => toast(root, text));
    this.commands = new CommandMenu((text) => this.say({ text }), (text) => this.#put(text));
    this.keys = new ReplyKeyboard((fields) => this.say(fields), () => this.#fit());
    this.text = h("textarea", { rows: "1", placeholder: "消息", "aria-label": "消息", dir: "auto", autocomplete: "off", enterkeyhint: "send",
      oninput: () => this.#typed(), onkeydown: (event) => this.#onKey(event), onpaste: (event) => this.#paste(event) });
    this.slash = button("slash", "命令", "slash", () => this.#toggleCommands());
    this.toggle = button("keys", "键盘", "keys-toggle", () => this.keys.show(this.keys.node.hidden));
    this.sendButton = button("send", "发送", "send", () => this.#send());
    this.clip = button("clip", "附件", "clip", () => this.#attach());
    this.start = h("button", { class: "start", hidden: true, onclick: () => this.say({ text: "/start" }) }, t("开始"));
    this.bar = h("div", { class: "aim", hidden: true });
    this.node = h("div", { class: "composer" }, this.commands.node, this.start, this.bar, this.tray.node,
      h("div", { class: "entry" }, this.slash, this.text, button("smile", "贴纸", "sticker-button", () => this.say({ sticker: true })), this.toggle, this.clip, this.sendButton),
      this.keys.node, this.tray.hidden);
    this.#acceptDrops();
    this.#fit();
    this.wait();
  }

  /** Nothing can be typed until it is known where to: it would be lost when the chat opens. */
  wait() {
    this.text.disabled = this.sendButton.disabled = true;
  }

  /** The open chat changed: its draft comes back, what was aimed at is let go. */
  moveTo(user, chat) {
    this.text.disabled = this.sendButton.disabled = false;
    if (this.#place?.user === user && this.#place?.chat === chat) return;
    this.#place = { user, chat };
    this.#aimAt(null);
    this.tray.clear();
    this.keys.set(null);
    this.commands.set([]);
    this.#put(drafts.get(this.#draftKey) ?? "", false);
  }

  /** Keyboard and commands as the server says they are in force; the bot's name in a group; whether the chat was never started. */
  dress(keyboard, commands, name, fresh) {
    this.keys.set(keyboard);
    this.commands.set(commands, name);
    this.start.hidden = !fresh;
    this.#fit();
  }

  /** The bot asked for a reply to this message (force_reply): aimed at once, unless the visitor is busy with another. */
  askedReply(message) {
    if (message && message.message_id !== this.#asked && !this.#aim) this.#aimAt({ mode: "reply", message });
    this.#asked = message?.message_id;
  }

  reply(message) {
    this.#aimAt({ mode: "reply", message });
    this.text.focus();
  }

  edit(message) {
    this.#aimAt({ mode: "edit", message });
    this.#put(message.text ?? message.caption ?? "");
  }

  /** Sends at once as this person; true when the server took it. */
  async say(fields, chat = this.#place.chat) {
    const { user } = this.#place;
    const reply_to = this.#aim?.mode === "reply" && chat === this.#place.chat ? this.#aim.message.message_id : undefined;
    if (reply_to) this.#aimAt(null);
    try {
      await api.send({ user, chat, reply_to, ...fields });
      return true;
    } catch (error) {
      toast(this.root, `没发出去:${error.message}`);
      return false;
    }
  }

  get #draftKey() {
    return `${this.#place.user}:${this.#place.chat}`;
  }

  async #send() {
    const text = this.text.value.trim();
    if (this.#aim?.mode === "edit") return this.#saveEdit(text);
    if (!text && !this.tray.items.length) return this.text.focus();
    if (!this.tray.items.length) {
      this.#put("");
      if (!(await this.say({ text })) && !this.text.value) this.#put(text);
      return undefined;
    }
    const batches = await this.tray.batches();
    this.tray.clear();
    this.#put("");
    for (const [n, files] of batches.entries()) {
      const caption = n === 0 && text ? text : undefined;
      if (!(await this.say(files.length > 1 ? { album: files, caption } : { attachment: files[0], caption }))) break;
    }
    return undefined;
  }

  async #saveEdit(text) {
    const { message } = this.#aim;
    const field = message.text === undefined ? "caption" : "text";
    if (!text && field === "text") return toast(this.root, t("内容不能为空"));
    try {
      if (text !== (message[field] ?? "")) await api.edit({ user: this.#place.user, chat: message.chat.id, message: message.message_id, [field]: text });
      this.#aimAt(null);
      this.#put("");
    } catch (error) {
      toast(this.root, `没改成:${error.message}`);
    }
    return undefined;
  }

  #aimAt(aim) {
    if (this.#aim?.mode === "edit" && aim?.mode !== "edit") this.#put("", false);
    this.#aim = aim;
    this.bar.hidden = !aim;
    if (!aim) return this.bar.replaceChildren();
    const title = aim.mode === "edit" ? t("编辑消息") : `回复 ${senderName(aim.message)}`;
    return this.bar.replaceChildren(icon(aim.mode), h("span", { class: "about" }, h("b", { dir: "auto" }, title), h("span", { class: "detail", dir: "auto" }, snippet(aim.message))),
      h("button", { class: "cancel", "aria-label": "不回复了", onclick: () => (this.#aimAt(null), this.text.focus()) }, icon("close")));
  }

  #put(text, focus = true) {
    this.text.value = text;
    this.#typed();
    if (focus && matchMedia("(hover: hover)").matches) this.text.focus();
  }

  #typed() {
    if (this.#place && this.#aim?.mode !== "edit") drafts.set(this.#draftKey, this.text.value);
    this.commands.filter(this.text.value);
    this.#fit();
  }

  #fit() {
    if (!this.node) return;
    const empty = !this.text.value.trim() && !this.tray.items.length;
    this.sendButton.classList.toggle("ready", !empty);
    this.slash.hidden = !this.commands.any;
    this.toggle.hidden = !this.keys.any;
    this.toggle.setAttribute("aria-pressed", String(!this.keys.node.hidden));
    this.text.placeholder = this.tray.items.length ? t("说明(可不写)") : this.keys.placeholder || t("消息");
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 140)}px`;
  }

  #onKey(event) {
    if (event.isComposing || event.keyCode === 229) return; // Enter that ends a pinyin word is not a send
    if (this.commands.onKey(event)) event.preventDefault();
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "Escape") this.#aimAt(null);
    else if (event.key === "ArrowUp" && !this.text.value && this.lastOwn()) {
      event.preventDefault();
      this.edit(this.lastOwn());
    }
  }

  #toggleCommands() {
    if (this.commands.node.hidden) this.commands.filter("/");
    else this.commands.close();
  }

  #attach() {
    const at = this.clip.getBoundingClientRect();
    menu(this.root, at.left - 60, at.top - 190, [
      { label: t("照片"), icon: "photo", act: () => this.tray.pick("photo") },
      { label: t("文件"), icon: "file", act: () => this.tray.pick("document") },
      { label: t("语音"), icon: "voice", act: () => this.tray.pick("voice") },
      { label: t("位置"), icon: "pin", act: () => this.say({ location: true }) },
    ]);
  }

  #paste(event) {
    const { files } = event.clipboardData;
    if (!files.length) return;
    event.preventDefault();
    this.tray.add(files);
  }

  #acceptDrops() {
    this.root.addEventListener("dragover", (event) => event.dataTransfer.types.includes("Files") && (event.preventDefault(), this.root.classList.add("dropping")));
    this.root.addEventListener("dragleave", (event) => this.root.contains(event.relatedTarget) || this.root.classList.remove("dropping"));
    this.root.addEventListener("drop", (event) => {
      event.preventDefault();
      this.root.classList.remove("dropping");
      this.tray.add(event.dataTransfer.files);
    });
  }
}

function button(symbol, label, name, onclick) {
  return h("button", { class: `tool ${name}`, "aria-label": label, title: label, onclick }, icon(symbol));
}
