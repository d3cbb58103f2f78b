"use strict";
(() => {
  const body = document.body, main = document.querySelector("main"), banner = document.querySelector(".stale");
  const every = Number(body.dataset.every), until = Date.parse(body.dataset.until);
  const LATE = 4 * every, DAY = 86400000;
  const shown = { etag: null, at: null, since: 0, missed: 0, isOver: false };

  const two = (n) => String(n).padStart(2, "0");
  const hour = (at) => `${two(at.h)}:${two(at.m)}`;

  // The city's own wall clock, as the server wrote it: the screen's own may be wrong.
  function read(iso) {
    const [year, month, date, h, m] = iso.match(/\d+/g).map(Number);
    const weekday = "日一二三四五六"[new Date(year, month - 1, date).getDay()];
    return { h, m, day: `${month}月${date}日(周${weekday})`, ms: Date.parse(iso) };
  }

  function keep(answer) {
    shown.at = read(answer.headers.get("X-As-Of"));
    shown.since = performance.now();
    shown.missed = 0;
    document.querySelector("[data-clock]").textContent = hour(shown.at);
    document.querySelector("[data-day]").textContent = shown.at.day;
  }

  function swap(html) {
    const before = new Map([...main.querySelectorAll("[data-key]")].map((one) => [one.dataset.key, one.textContent]));
    main.innerHTML = html;
    for (const one of main.querySelectorAll("[data-key]")) {
      if (before.has(one.dataset.key) && before.get(one.dataset.key) !== one.textContent) one.classList.add("is-new");
    }
  }

  function say(words) {
    if (banner.textContent !== words) banner.textContent = words;
    banner.hidden = !words;
  }

  function tell() {
    const silent = performance.now() - shown.since;
    const isStale = shown.isOver || shown.missed > 1 || silent > LATE;
    body.classList.toggle("is-stale", isStale);
    if (shown.at) document.querySelector("[data-as-of]").textContent = `${isStale ? "停在" : "更新于"} ${hour(shown.at)}`;
    if (shown.isOver) say("这块看板已到期。请在机器人里发 /board,用新链接打开。");
    else if (isStale) say(`连不上服务器,这是 ${shown.at ? hour(shown.at) : "刚才"} 的数据,正在重连。`);
    else if (shown.at && until - shown.at.ms < DAY) say("这块看板 24 小时内到期。请在机器人里发 /board,用新链接打开。");
    else say("");
  }

  async function look() {
    shown.missed += 1;
    try {
      const headers = shown.etag ? { "If-None-Match": shown.etag } : {};
      const answer = await fetch("board/now", { headers, cache: "no-store", signal: AbortSignal.timeout(3 * every) });
      if (answer.status === 200) {
        swap((await answer.json()).html);
        shown.etag = answer.headers.get("ETag");
      }
      if (answer.status === 200 || answer.status === 304) keep(answer);
      shown.isOver = [401, 403, 404, 410].includes(answer.status);
    } catch {
      // The server is away or restarts: what is shown stays, and says since when it stands.
    }
    tell();
    setTimeout(look, every);
  }

  setInterval(tell, 1000);
  look();
})();
