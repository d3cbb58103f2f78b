// Inline keyboards: the buttons under a bubble, and what a press answers.
import * as api from "./api.js";
import { h, icon, sleep } from "./dom.js";
import { link } from "./rich.js";

const PATIENCE_MS = 15000; // a bot that has not answered by then: the spinner stops, as in Telegram

/** `acts.press(message, button)` on a callback button; links are followed by `acts.follow`. */
export function inlineKeyboard(message, rows, acts) {
  return h("div", { class: "inline-keyboard", role: "group", "aria-label": "按钮" },
    rows.map((row) => h("div", { class: `row${alike(row) ? " even" : ""}` }, row.map((button) => key(message, button, acts)))));
}

/** Labels of about one length share the row evenly; a long one beside short ones takes the room it needs. */
function alike(row) {
  const lengths = row.map((button) => button.text.length);
  return Math.max(...lengths) - Math.min(...lengths) < 4;
}

function key(message, button, acts) {
  const address = button.url ?? button.login_url?.url ?? button.web_app?.url;
  if (address) {
    const node = link(address, acts);
    node.className = "key";
    node.setAttribute("role", "button");
    node.append(h("span", { class: "label" }, button.text), icon("link"));
    return node;
  }
  const busy = acts.isBusy(message, button);
  const act = () => (button.copy_text ? acts.copy(button.copy_text.text) : acts.press(message, button));
  return h("button", { class: `key${busy ? " busy" : ""}`, "aria-busy": busy ? "true" : null, onclick: act }, h("span", { class: "label" }, button.text));
}

/** Presses, and waits for the bot's answer: {text, show_alert}, or null when none came in time. */
export async function pressAndWait(user, message, button) {
  const { query } = await api.press({ user, chat: message.chat.id, message: message.message_id, data: button.callback_data });
  const until = Date.now() + PATIENCE_MS;
  for (let pause = 60; Date.now() < until; pause = Math.min(pause * 1.4, 500)) {
    const answer = await api.pressed(query);
    if (answer.answered) return answer;
    await sleep(pause);
  }
  return null;
}
