// One phone: a person, that person's chats, the open chat. Joins the parts; each part is a module of its own.
import * as api from "./api.js";
import { ChatList, markRead, unread } from "./chats.js";
import { Composer } from "./composer.js";
import { h, sleep } from "./dom.js";
import { Feed } from "./feed.js";
import { gestures } from "./gestures.js";
import { pressAndWait } from "./inline.js";
import { snippet } from "./media.js";
import { menu, alertBox, toast } from "./popup.js";
import { PersonPicker } from "./picker.js";
import { startPayload } from "./rich.js";
import { serviceWords, senderName } from "./bubble.js";
import { Thread } from "./thread.js";
import { t } from "./words.js";

export class Phone {
  user = null;
  chat = null;
  unread = 0;
  #chats = [];
  #busy = new Set(); // "chat:message:data" of buttons waiting for their answer
  #stale = false;
  #refreshing = false;

  /** `people`: {all, get(id), refresh()}; `onchange()` after anything a tab shows; `ongone()` when the person vanished. */
  constructor(index, people, onchange, ongone) {
    Object.assign(this, { index, people, onchange, ongone });
    this.node = h("section", { class: "phone", "data-phone": index, "aria-label": `第 ${index + 1} 部手机` });
    this.picker = new PersonPicker(people, (user) => this.hold(user));
    this.list = new ChatList((chat) => this.open(chat, true));
    this.thread = new Thread({
      follow: (address) => this.#follow(address), jump: (id) => this.thread.jump(id) || toast(this.node, t("原消息已不在")),
      menu: (message, x, y) => this.#menu(message, x, y), press: (message, button) => this.#press(message, button),
      isBusy: (message, button) => this.#isBusy(message, button), say: (text) => this.composer.say({ text }), copy: (text) => this.#copy(text),
    });
    this.composer = new Composer(this.node, () => this.#messages().filter((message) => this.#mayEdit(message)).at(-1));
    this.lost = h("div", { class: "lost", role: "status", hidden: true }, t("连接断开,正在重连……"));
    this.node.append(h("header", { class: "head" }, this.picker.button), this.picker.panel, this.list.bar, this.lost, this.thread.node, this.composer.node);
    gestures(this.thread.list, (node) => this.#find(node), (message, x, y) => this.#menu(message, x, y), (message) => this.composer.reply(message));
  }

  /** Hands the phone to a person; `chat` left out: the one with news, else the bot's, and always the bot's before they met it. */
  hold(user, chat = null) {
    if (user === this.user && chat === null) return;
    this.feed?.stop();
    Object.assign(this, { user, chat: null, wanted: chat });
    this.#chats = [];
    this.composer.wait();
    this.node.dataset.user = user;
    this.thread.reset();
    this.feed = new Feed(user, () => this.#changed(), (state) => this.#state(state));
    this.draw();
    this.onchange();
  }

  open(chat, focus = false) {
    if (String(chat) === String(this.chat)) return;
    this.chat = chat;
    this.node.dataset.chat = chat;
    this.thread.reset();
    this.composer.moveTo(this.user, chat);
    this.draw();
    this.#changed();
    if (focus && matchMedia("(hover: hover)").matches) this.composer.text.focus({ preventScroll: true });
    this.onchange();
  }

  draw() {
    this.picker.draw(this.people.get(this.user));
    const messages = this.#messages();
    if (this.chat !== null) {
      this.thread.draw(messages, this.user, this.#current?.type !== "private");
      if (this.node.offsetParent !== null) markRead(this.user, this.chat, messages);
    }
    const chats = this.#chats.map((chat) => this.#summary(chat));
    this.unread = chats.reduce((sum, chat) => sum + chat.count, 0);
    this.list.draw(chats, this.chat);
    this.onchange();
  }

  get #current() {
    return this.#chats.find((chat) => String(chat.id) === String(this.chat));
  }

  #messages(chat = this.chat) {
    return chat === null || !this.feed ? [] : this.feed.thread(chat);
  }

  #find(node) {
    return this.#messages().find((message) => String(message.message_id) === node.dataset.messageId);
  }

  #summary(chat) {
    const messages = this.#messages(chat.id);
    const last = messages.at(-1);
    const who = last && chat.type !== "private" && !serviceWords(last) ? `${last.from?.id === this.user ? t("您") : senderName(last)}:` : "";
    const line = last ? who + (serviceWords(last) ?? snippet(last)).replace(/\s+/g, " ") : chat.last || "";
    return { ...chat, title: chat.title || "不求人", line, at: last?.date, count: unread(this.user, chat, messages) };
  }

  /** Something new: the chats, the reply keyboard and the commands are asked for again, one question at a time. */
  async #changed() {
    this.#stale = true;
    if (this.chat !== null) this.draw();
    if (this.#refreshing) return;
    this.#refreshing = true;
    while (this.#stale) {
      this.#stale = false;
      await this.#refresh().catch(() => sleep(500));
    }
    this.#refreshing = false;
  }

  async #refresh() {
    const { user, feed } = this;
    const chats = await api.chats(user);
    if (user !== this.user || feed !== this.feed) return;
    if (!chats.some((chat) => chat.type === "private")) chats.unshift({ id: user, type: "private", title: "不求人" });
    this.#chats = this.#inOrder(chats);
    if (!this.#current) this.open(this.#firstChat(), false);
    this.draw();
    const { chat } = this;
    const side = await api.messages({ chat, user, after: feed.seq, wait: 0 });
    if (user !== this.user || chat !== this.chat) return;
    const fresh = this.#current?.type === "private" && !this.people.get(user)?.started && !this.#messages().some((message) => message.from?.id === user);
    this.composer.dress(side.keyboard, side.commands, this.#botName(), fresh);
    this.composer.askedReply(this.#messages().find((message) => message.message_id === side.force_reply));
  }

  /** The bot is called by its name in groups; in private it is the only one there. */
  #botName() {
    if (this.#current?.type === "private") return null;
    return this.#messages().flatMap((message) => [message.from, ...(message.new_chat_members ?? [])]).find((user) => user?.is_bot)?.username ?? null;
  }

  /** The bot first, then as they first appeared: nothing moves away from under the finger. */
  #inOrder(chats) {
    const known = this.#chats.map((chat) => chat.id);
    const at = (chat) => (chat.type === "private" ? -1 : known.includes(chat.id) ? known.indexOf(chat.id) : known.length);
    return [...chats].sort((a, b) => at(a) - at(b));
  }

  /** Who never met the bot is shown the bot, whatever groups they are in. */
  #firstChat() {
    const news = this.people.get(this.user)?.started && this.#chats.find((chat) => unread(this.user, chat, this.#messages(chat.id)));
    return (this.#chats.find((chat) => String(chat.id) === String(this.wanted)) || news || this.#chats[0]).id;
  }

  #state(state) {
    this.lost.hidden = state === "live";
    if (state === "live") this.people.refresh().then(() => this.draw(), () => {});
    if (state === "gone") this.ongone(this);
  }

  #isBusy(message, button) {
    const prefix = `${message.chat.id}:${message.message_id}:`;
    return button ? this.#busy.has(prefix + button.callback_data) : [...this.#busy].some((key) => key.startsWith(prefix));
  }

  async #press(message, button) {
    const key = `${message.chat.id}:${message.message_id}:${button.callback_data}`;
    if (this.#busy.has(key)) return;
    this.#busy.add(key);
    this.draw();
    try {
      const answer = await pressAndWait(this.user, message, button);
      if (answer?.url) this.#follow(answer.url);
      if (answer?.text) (answer.show_alert ? alertBox : toast)(this.node, answer.text);
    } catch (error) {
      toast(this.node, error.status === 400 ? t("这个按钮已经不在了") : error.message);
    } finally {
      this.#busy.delete(key);
      this.draw();
    }
  }

  #follow(address) {
    const payload = startPayload(address);
    if (payload === null) return false;
    this.open(this.#chats.find((chat) => chat.type === "private")?.id ?? this.user);
    this.composer.say({ text: `/start ${payload}`.trim() });
    return true;
  }

  #mayEdit(message) {
    return message.from?.id === this.user && !message.forward_origin && (message.text !== undefined || message.caption !== undefined || message.photo || message.document);
  }

  #menu(message, x, y) {
    const words = message.text ?? message.caption;
    menu(this.node, x, y, [
      { label: t("回复"), icon: "reply", act: () => this.composer.reply(message) },
      words && { label: t("复制"), icon: "copy", act: () => this.#copy(words) },
      this.#mayEdit(message) && { label: t("编辑"), icon: "edit", act: () => this.composer.edit(message) },
      (message.from?.id === this.user || message.chat.type === "private") && { label: t("删除"), icon: "trash", danger: true, act: () => this.#delete(message) },
    ].filter(Boolean));
  }

  async #delete(message) {
    await api.remove({ user: this.user, chat: message.chat.id, message: message.message_id }).catch((error) => toast(this.node, `没删掉:${error.message}`));
  }

  #copy(text) {
    navigator.clipboard?.writeText(text).then(() => toast(this.node, t("已复制")), () => toast(this.node, t("浏览器不让复制")));
  }
}
