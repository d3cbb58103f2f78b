// One person's messages, kept up to date by one long poll; survives a restart of the server by starting over.
import * as api from "./api.js";
import { sleep } from "./dom.js";

export class Feed {
  #chats = new Map(); // chat id → Map(message id → message)
  #request = new AbortController();
  #stopped = false;
  #state = "live";
  seq = 0;

  /** `onchange()` after each batch; `onstate("live"|"lost"|"gone")` when that changes, and each second while "gone". */
  constructor(user, onchange, onstate) {
    this.user = user;
    this.onchange = onchange;
    this.onstate = onstate;
    this.#run();
  }

  stop() {
    this.#stopped = true;
    this.#request.abort();
  }

  thread(chat) {
    return [...(this.#chats.get(String(chat))?.values() ?? [])].sort((a, b) => a.message_id - b.message_id);
  }

  async #run() {
    let whole = true;
    while (!this.#stopped) {
      try {
        const batch = await this.#ask(whole ? { after: 0, wait: 0 } : { after: this.seq, wait: 25 });
        if (this.#stopped) return;
        if (batch.seq < this.seq && !whole) { // the server has been restarted and counts anew
          whole = true;
          continue;
        }
        if (whole) this.#chats.clear();
        this.#keep(batch.messages);
        const quiet = batch.seq === this.seq && !whole && !batch.messages.length;
        this.seq = batch.seq;
        this.#tell("live");
        if (!quiet) this.onchange();
        whole = false;
        if (quiet) await sleep(100);
      } catch (error) {
        if (this.#stopped) return;
        if (error.name === "AbortError") continue;
        if (!(error instanceof api.ServerError)) console.error(error);
        whole = true;
        this.#tell([400, 404].includes(error.status) ? "gone" : "lost");
        await sleep(1000);
      }
    }
  }

  /** A tab in the background gives its connections back: a browser allows six in all, and a second tab needs three. */
  async #ask(fields) {
    while (document.hidden) await new Promise((done) => document.addEventListener("visibilitychange", done, { once: true }));
    const request = new AbortController();
    const leave = () => document.hidden && request.abort();
    document.addEventListener("visibilitychange", leave);
    this.#request = request;
    try {
      return await api.messages({ user: this.user, ...fields }, request.signal);
    } finally {
      document.removeEventListener("visibilitychange", leave);
    }
  }

  #tell(state) {
    if (state === this.#state && state !== "gone") return;
    this.#state = state;
    this.onstate(state);
  }

  #keep(messages) {
    for (const message of messages) {
      const chat = String(message.chat.id);
      if (!this.#chats.has(chat)) this.#chats.set(chat, new Map());
      if (message.deleted) this.#chats.get(chat).delete(message.message_id);
      else this.#chats.get(chat).set(message.message_id, message);
    }
  }
}
