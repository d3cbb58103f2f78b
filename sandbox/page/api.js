// The sandbox's control API over fetch. Knows paths and errors, nothing of the page.

import { t } from "./words.js";

export class ServerError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function call(method, path, body, signal) {
  let response;
  try {
    response = await fetch(path, {
      method,
      signal,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ServerError(0, t("连不上服务器,正在重试"));
  }
  const text = await response.text();
  let answer = null;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new ServerError(response.status, `服务器答复看不懂(${response.status})`);
  }
  if (!response.ok) throw new ServerError(response.status, answer?.error || `服务器答复 ${response.status}`);
  return answer;
}

const get = (path, signal) => call("GET", `/sandbox/${path}`, undefined, signal);
const post = (path, body) => call("POST", `/sandbox/${path}`, body);
const query = (fields) => new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== undefined));

export const city = () => get("city");
export const users = () => get("users");
export const addUser = (user) => post("users", user);
export const chats = (user) => get(`chats?${query({ user })}`);
/** `wait` seconds of long poll; `chat` left out: every chat of the user. */
export const messages = (fields, signal) => get(`messages?${query(fields)}`, signal);
export const send = (message) => post("send", message);
export const edit = (message) => post("edit", message);
export const remove = (message) => post("delete", message);
export const press = (button) => post("press", button);
export const pressed = (id) => get(`press/${encodeURIComponent(id)}`);
export const clock = () => get("clock");
export const jump = (step) => post("clock", { jump: step });
export const guide = () => get("guide");
