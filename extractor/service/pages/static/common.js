// What every page needs: its words, the API, messages, and times in the reader's own zone.

import { grouped, plain } from "./numbers.js";

const table = JSON.parse(document.getElementById("words").textContent);

/** The words of a key in the page's language, with `{names}` filled in. */
export function say(key, values = {}) {
  if (!(key in table)) throw new Error(`no words for ${key}`);
  return table[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** The words of a key, or the other text where there are none. */
export function sayOr(key, other) {
  return key in table ? table[key] : other;
}

export const language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";

/** What is told of a problem (RFC 9457) in the page's language, by its type and members; else as the service says it. */
function told({ type = "", why, detail, title }, status) {
  const kind = `problem_${type.split(":").at(-1)}`;
  const key = [`${kind}_${why}`, kind].find((one) => one in table);
  return key ? say(key) : detail || title || String(status);
}

/** What the API refused, with its RFC 9457 problem. */
export class Problem extends Error {
  constructor(status, body) {
    super(told(body, status));
    this.status = status;
    this.body = body;
  }
}

/** Asks the API; an object is sent as JSON. Throws a `Problem` where it refuses. */
export async function api(path, { method = "GET", json, body, headers = {}, signal } = {}) {
  const options = { method, headers: { Accept: "application/json", ...headers }, body, signal, credentials: "same-origin" };
  if (json !== undefined) {
    options.body = JSON.stringify(json);
    options.headers["Content-Type"] = "application/json";
  }
  const response = await fetch(path, options);
  if (response.status === 401) {
    location.assign(`/signin?next=${encodeURIComponent(location.pathname + location.search)}`);
  }
  if (response.status === 204) return null;
  const answer = await response.json();
  if (!response.ok) throw new Problem(response.status, answer);
  return answer;
}

/** An element with attributes and children; text children are text. */
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "dataset") Object.assign(made.dataset, value);
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** A number as it stands in a table, its thousands grouped; a dash where there is none. */
export function figure(value) {
  return value === null || value === undefined ? "—" : grouped(plain(value));
}

/** What a cell holds: its word, and the same in more words. */
export function cellTold(cell) {
  return say(`cell_${cell}`) + say("cell_colon") + say(`cell_told_${cell}`);
}

/** What a cell holds where that is no figure: a sign to see and a word to hear; nothing beside a figure. */
export function signOf(cell) {
  if (cell === "figure") return null;
  const sign = make("span", { "aria-hidden": "true" }, say(`sign_${cell}`));
  return make("span", { class: `sign ${cell}`, title: cellTold(cell) }, sign, make("span", { class: "hidden" }, say(`cell_${cell}`)));
}

/** Tells something for a while, with an element behind it if there is more to see; an error stays until it is closed. */
export function toast(text, kind = "info", more = null) {
  const close = make("button", { type: "button", class: "quiet", "aria-label": say("close") }, "×");
  const shown = make("div", { class: `toast ${kind}` }, make("span", {}, text), more, close);
  close.addEventListener("click", () => shown.remove());
  document.getElementById("toasts").append(shown);
  if (kind !== "error") setTimeout(() => shown.remove(), 5000);
}

/** Runs a task; what fails is told. */
export async function telling(task) {
  try {
    return await task();
  } catch (error) {
    toast(error instanceof Problem ? error.message : `${say("failed")} (${error.message})`, "error");
    return undefined;
  }
}

function localTimes() {
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  for (const one of document.querySelectorAll("time[datetime]")) {
    one.textContent = format.format(new Date(one.dateTime));
  }
}

document.getElementById("sign-out")?.addEventListener("click", () =>
  telling(async () => {
    await api("/v1/logout", { method: "POST" });
    location.assign("/signin");
  }),
);
localTimes();
