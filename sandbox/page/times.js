// Dates in the city's own zone, whatever the browser's: the offset is the one of the city's clock.

import { lang } from "./words.js";

const SHORT = { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" };
const WEEKDAYS = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];
let offsetMinutes = 8 * 60;
let nowUnix = Date.now() / 1000;

/** Takes the city's clock, an ISO time with its offset. */
export function setNow(iso) {
  const zone = /([+-])(\d\d):?(\d\d)$/.exec(iso);
  if (zone) offsetMinutes = (zone[1] === "-" ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3]));
  nowUnix = Date.parse(iso) / 1000;
}

const local = (unix) => new Date((unix + offsetMinutes * 60) * 1000); // read with getUTC…
const two = (number) => String(number).padStart(2, "0");

export function hour(unix) {
  const at = local(unix);
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}

/** 11月20日(周五), with the year when it is not this one. */
export function day(unix) {
  const at = local(unix);
  if (lang === "en") return at.toLocaleDateString("en-GB", SHORT);
  const year = at.getUTCFullYear() === local(nowUnix).getUTCFullYear() ? "" : `${at.getUTCFullYear()}年`;
  return `${year}${at.getUTCMonth() + 1}月${at.getUTCDate()}日(${WEEKDAYS[at.getUTCDay()]})`;
}

export const dayKey = (unix) => local(unix).toISOString().slice(0, 10);

/** For a chat list: the hour today, else the short date. */
export function brief(unix) {
  const at = local(unix);
  return dayKey(unix) === dayKey(nowUnix) ? hour(unix) : `${at.getUTCMonth() + 1}/${at.getUTCDate()}`;
}

export const now = () => nowUnix;

export function size(bytes) {
  if (!bytes) return "";
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1048576 ? `${(bytes / 1024).toFixed(0)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

export function duration(seconds) {
  return seconds ? `${Math.floor(seconds / 60)}:${two(Math.floor(seconds % 60))}` : "";
}
