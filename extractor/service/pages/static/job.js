// One job: how far it is and what it costs, as it goes; take it back, or try again what failed.

import { api, say, telling } from "./common.js";

for (const button of document.querySelectorAll("button[data-do]")) {
  button.addEventListener("click", () =>
    telling(async () => {
      await api(`/v1/jobs/${button.dataset.job}/${button.dataset.do}`, { method: "POST" });
      location.reload();
    }),
  );
}

const { job, state } = document.getElementById("job").dataset;
if (state === "queued" || state === "running") {
  const events = new EventSource(`/v1/jobs/${job}/events`);
  events.addEventListener("progress", (event) => tell(JSON.parse(event.data)));
  events.addEventListener("end", () => {
    events.close();
    location.reload();
  });
}

function tell({ counts: { done, failed }, total, model }) {
  document.getElementById("told").textContent = say("job_progress", { done, total, failed });
  if (!model) return;
  const usd = model.cost === null ? "" : say("model_usd", { usd: model.cost.toFixed(4) });
  document.getElementById("cost").textContent = say("model_cost", model) + usd;
}
