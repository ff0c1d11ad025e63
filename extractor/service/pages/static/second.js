// Blind second keying: the source and an empty field; what was decided before is neither shown nor loaded.

import { api, make, say, sayOr, telling, toast } from "./common.js";
import { formWith } from "./form.js";
import { SourcePane } from "./source.js";

const NUMBER = /^[+-]?\d+(\.\d+)?$/;
const part = (name) => document.getElementById(name);
const pane = new SourcePane(part("source"));
let item = null;

async function next() {
  item = await api("/v1/second-keying/next");
  if (item === null) {
    part("work").hidden = true;
    part("end").hidden = false;
    return;
  }
  const address = `/v1/documents/${item.document}`;
  const [text, pages, form] = await Promise.all([api(`${address}/text`), api(`${address}/pages`), formWith(api, item.field)]);
  part("work").hidden = false;
  part("report").textContent = [item.unit, item.year && say("year", { n: item.year })].filter(Boolean).join(" · ");
  const path = form ? form.path(item.field) : [item.field];
  part("path").replaceChildren(...path.slice(0, -1).map((one) => make("span", {}, one)), make("strong", {}, path.at(-1)));
  const unit = form?.fields.get(item.field).column.unit ?? "";
  part("unit").textContent = sayOr(`unit_${unit}`, unit);
  const source = { text: text.text, pages: pages.pages, pictureOf: (number, width) => `${address}/pages/${number}.png?width=${width}` };
  pane.show(source, item.place ? [{ place: item.place, kind: "token" }] : []);
  part("value").value = "";
  part("value").focus();
}

async function save(value) {
  const { agrees } = await api(`/v1/second-keying/${item.id}`, { method: "POST", json: { value } });
  toast(say(agrees ? "agrees" : "differs"), agrees ? "info" : "warning");
  await next();
}

part("keying").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = part("value").value.trim();
  if (NUMBER.test(text)) telling(() => save(Number(text)));
  else toast(say("type_here"), "warning");
});
part("none").addEventListener("click", () => telling(() => save(null)));
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "n" || event.ctrlKey || event.metaKey || event.altKey || !item) return;
  event.preventDefault();
  telling(() => save(null));
});
telling(next);
