// A voice or a piece of audio: play, pause, how far it is.
import { h, icon } from "./dom.js";
import { duration, size } from "./times.js";

/** `about`: Bot API Voice or Audio; without an address it is only named. */
export function sound(address, about, title) {
  const facts = [duration(about.duration), size(about.file_size)].filter(Boolean).join(" · ");
  const detail = h("span", { class: "detail" }, facts);
  const bar = h("span", { class: "track", "aria-hidden": "true" }, h("span", { class: "gone" }));
  const label = h("span", { class: "about" }, h("span", { class: "title", dir: "auto" }, title), bar, detail);
  if (!address) return h("div", { class: "sound file" }, h("span", { class: "disc" }, icon("voice")), label);

  const audio = h("audio", { src: address, preload: "none" });
  const button = h("button", { class: "disc", onclick: () => (audio.paused ? audio.play().catch(() => {}) : audio.pause()) });
  const show = () => {
    button.replaceChildren(icon(audio.paused ? "play" : "pause"));
    button.setAttribute("aria-label", `${audio.paused ? "播放" : "暂停"}${title}`);
    bar.firstChild.style.width = `${(audio.currentTime / (audio.duration || about.duration || 1)) * 100}%`;
    detail.textContent = audio.paused && !audio.currentTime ? facts : `${duration(audio.currentTime) || "0:00"} / ${duration(audio.duration || about.duration)}`;
  };
  for (const event of ["play", "pause", "ended", "timeupdate"]) audio.addEventListener(event, show);
  audio.addEventListener("error", () => (detail.textContent = "这段声音放不出来"));
  show();
  return h("div", { class: "sound file" }, button, label, audio);
}
