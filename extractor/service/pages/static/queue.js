// The queue: Enter starts, G starts with whole tables, and the counts of the lanes move while others settle figures.

import { api, make } from "./common.js";

const LOOK_MILLISECONDS = 5000;

document.addEventListener("keydown", (event) => {
  if (event.target !== document.body || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter") document.getElementById("start")?.click();
  if (event.key.toLowerCase() === "g") document.getElementById("start-tables")?.click();
});

async function look() {
  if (document.hidden) return;
  const query = new URLSearchParams(location.search);
  for (const name of ["cursor", "lang", "lane"]) query.delete(name);
  for (const [name, value] of [...query]) if (!value) query.delete(name);
  query.set("limit", "1");
  const { lanes } = await api(`/v1/queue?${query}`);
  for (const count of document.querySelectorAll("[data-lane]")) count.textContent = lanes[count.dataset.lane];
}

setInterval(() => look().catch(() => {}), LOOK_MILLISECONDS); // the next look tells

/** Offers the bodies whose names hold what is typed. */
const unit = document.querySelector("input[name=unit]");
let asked = "";
unit.addEventListener("input", async () => {
  const typed = unit.value.trim();
  if (!typed || typed === asked) return;
  asked = typed;
  const { items } = await api(`/v1/bodies?${new URLSearchParams({ search: typed, limit: "20" })}`);
  if (asked === typed) document.getElementById("units").replaceChildren(...items.map((one) => make("option", { value: one.unit })));
});
