// People and their tokens: made, shown once, revoked.

import { api, say, telling, toast } from "./common.js";

document.getElementById("new-token").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  telling(async () => {
    const days = form.get("days");
    const json = { name: form.get("name"), role: form.get("role"), ...(days ? { days: Number(days) } : {}) };
    const made = await api("/v1/tokens", { method: "POST", json });
    const shown = document.getElementById("secret");
    shown.textContent = say("token_made", { name: json.name, secret: made.secret });
    shown.hidden = false;
    event.target.reset();
  });
});

for (const button of document.querySelectorAll("[data-revoke]")) {
  button.addEventListener("click", () =>
    telling(async () => {
      if (!confirm(say("revoke_asked", { name: button.dataset.name }))) return;
      await api(`/v1/tokens/${button.dataset.revoke}`, { method: "DELETE" });
      toast(say("revoked"));
      button.replaceWith(say("revoked"));
    }),
  );
}
