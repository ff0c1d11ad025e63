// The page of one report.

import { api, figure as shown, make, say, telling } from "./common.js";
import { dossierOf } from "./dossier.js";
import { Figures } from "./figures.js";
import { assign } from "./assign.js";

const root = document.getElementById("report");

/** What people decided about a figure, and a way to decide again. */
function more(field, figure) {
  const list = make("ol", { class: "history" });
  if (figure.decision !== null) {
    telling(async () => {
      const decisions = await api(`/v1/documents/${root.dataset.document}/fields/${field}/decisions`);
      list.replaceChildren(...decisions.map(entry));
    });
  }
  const decide = root.dataset.mayReview
    ? [make("p", {}, make("a", { class: "button", href: `/review?document=${root.dataset.document}&field=${field}` }, say(figure.status === "review" ? "settle_it" : "correct_it")))]
    : [];
  return figure.decision === null ? decide : [make("h3", {}, say("history")), list, ...decide];
}

function entry(decision) {
  const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }).format(new Date(decision.decided_at));
  const what = say(`did_${decision.action}`, { before: shown(decision.before.value), after: shown(decision.after.value) });
  return make("li", {}, `${decision.who}: ${what} `, make("time", { datetime: decision.decided_at, class: "faint" }, when), decision.note ? ` — ${decision.note}` : "");
}

const chooser = document.getElementById("assign");
chooser?.addEventListener("change", () => telling(() => assign([root.dataset.document], chooser.value)));

if (root) telling(async () => new Figures(root, await dossierOf(root.dataset.document), more).begin());
