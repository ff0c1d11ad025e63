// One job: take it back, or try again what failed.

import { api, telling } from "./common.js";

for (const button of document.querySelectorAll("button[data-do]")) {
  button.addEventListener("click", () =>
    telling(async () => {
      await api(`/v1/jobs/${button.dataset.job}/${button.dataset.do}`, { method: "POST" });
      location.reload();
    }),
  );
}
