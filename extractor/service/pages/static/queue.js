// The queue: Enter starts, and the counts of the lanes move while others settle figures.

import { api } from "./common.js";

const LOOK_MILLISECONDS = 5000;

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target === document.body) document.getElementById("start")?.click();
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
