// Files waiting to be sent: picking, pasting, dropping, and their turn into the server's attachments.
import { h, icon } from "./dom.js";
import { size } from "./times.js";

const LARGEST = 20 * 1024 * 1024; // what a bot may fetch (getFile)
const ALBUM = 10;

export class Tray {
  constructor(onchange, complain) {
    this.onchange = onchange;
    this.complain = complain;
    this.items = []; // {file, type, address}
    this.node = h("div", { class: "tray", hidden: true, "aria-label": "待发附件" });
    this.inputs = {
      photo: this.#input("image/*,video/*", "photo"),
      document: this.#input("", "document"),
      voice: this.#input("audio/*,.ogg,.oga,.opus", "voice"),
    };
  }

  /** The hidden file inputs; they belong in the document so that tests and browsers can reach them. */
  get hidden() {
    return Object.values(this.inputs);
  }

  pick(type) {
    this.inputs[type].click();
  }

  /** `type` null: by the file itself (dropped, pasted). */
  add(files, type = null) {
    for (const file of files) {
      if (file.size > LARGEST) this.complain(`「${file.name}」太大,最多 20 MB`);
      else if (!file.size) this.complain(`「${file.name}」是空的`);
      else this.items.push({ file, type: kind(file, type), address: URL.createObjectURL(file) });
    }
    this.#draw();
  }

  clear() {
    this.items.forEach((item) => URL.revokeObjectURL(item.address));
    this.items = [];
    this.#draw();
  }

  /** Batches as Telegram makes them: pictures together, files together, up to ten; voices one by one. */
  async batches() {
    const groups = [["photo", "video"], ["document"], ["audio"]].map((types) => this.items.filter((item) => types.includes(item.type)));
    const batches = groups.flatMap((items) => Array.from({ length: Math.ceil(items.length / ALBUM) }, (_, n) => items.slice(n * ALBUM, (n + 1) * ALBUM)));
    batches.push(...this.items.filter((item) => item.type === "voice").map((item) => [item]));
    return Promise.all(batches.map((items) => Promise.all(items.map(attachment))));
  }

  #input(accept, type) {
    return h("input", {
      type: "file", accept: accept || null, multiple: true, hidden: true, tabindex: "-1", "data-attach": type, "aria-label": "选文件",
      onchange: (event) => (this.add(event.target.files, type), (event.target.value = "")),
    });
  }

  #draw() {
    this.node.hidden = !this.items.length;
    this.node.replaceChildren(...this.items.map((item) => {
      const picture = item.type === "photo";
      return h("div", { class: "waiting" },
        picture ? h("img", { src: item.address, alt: item.file.name }) : h("span", { class: "disc" }, icon(item.type === "voice" ? "voice" : "file")),
        !picture && h("span", { class: "about" }, h("span", { class: "title" }, item.file.name), h("span", { class: "detail" }, size(item.file.size))),
        h("button", { class: "remove", "aria-label": `去掉 ${item.file.name}`, onclick: () => this.#drop(item) }, icon("close")));
    }));
    this.onchange();
  }

  #drop(item) {
    URL.revokeObjectURL(item.address);
    this.items = this.items.filter((other) => other !== item);
    this.#draw();
  }
}

function kind(file, type) {
  if (type === "voice" || type === "document") return type;
  if (file.type.startsWith("video/")) return "video";
  if (file.type.startsWith("audio/")) return "audio";
  return /^image\/(?!svg)/.test(file.type) ? "photo" : "document";
}

async function attachment({ file, type, address: preview }) {
  const facts = await measure(type, preview);
  const address = await new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(file);
  });
  return { type, name: file.name, mime: file.type || "application/octet-stream", data: address.slice(address.indexOf(",") + 1), ...facts };
}

/** What a Telegram client says of a sound or video: its length in seconds, its size. Nothing when the browser can't tell. */
function measure(type, address) {
  const tag = { voice: "audio", audio: "audio", video: "video" }[type];
  if (!tag) return {};
  return new Promise((done) => {
    const element = document.createElement(tag);
    element.onloadedmetadata = () => {
      const { duration, videoWidth: width, videoHeight: height } = element;
      done({ ...(Number.isFinite(duration) && { duration: Math.max(1, Math.round(duration)) }), ...(width && { width, height }) });
    };
    element.onerror = () => done({});
    setTimeout(done, 1500, {});
    element.src = address;
  });
}
