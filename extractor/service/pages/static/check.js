// Check a draft: a dropped file is sent at once; what was found is shown like a report, from what came with the page.

import { api, telling } from "./common.js";
import { draftDossier } from "./dossier.js";
import { acceptDrops } from "./drop.js";
import { Figures } from "./figures.js";

const form = document.getElementById("check");
if (form) {
  const file = form.querySelector("input[type=file]");
  acceptDrops(document.getElementById("drop"), (files) => {
    file.files = files;
    form.requestSubmit();
  });
  file.addEventListener("change", () => file.files.length && form.requestSubmit());
  form.addEventListener("submit", () => (document.getElementById("busy").hidden = false));
}

const root = document.getElementById("report");
if (root) {
  const draft = JSON.parse(document.getElementById("draft").textContent);
  telling(async () => new Figures(root, await draftDossier(api, draft)).begin());
}
