// The rules of the house are written anew.

import { api, telling } from "./common.js";

document.getElementById("rules")?.addEventListener("submit", (event) => {
  event.preventDefault();
  telling(async () => {
    await api("/v1/rules", { method: "PUT", json: { text: new FormData(event.target).get("text") } });
    location.reload();
  });
});
