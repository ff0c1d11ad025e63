// The page of one report.

import { api, figure as shown, make, say, telling } from "./common.js";
import { dossierOf } from "./dossier.js";
import { Figures } from "./figures.js";
import { assign } from "./assign.js";
import { askWhy } from "./why.js";

const root = document.getElementById("report");

/** What people decided about a figure, and a way to decide again. */
function more(field, figure) {
  const list = make("ol", { class: "history" });
  if (figure.decision !== null) {
    telling(async () => {
      const decisions = await api(`/v1/documents/${root.dataset.document}/fields/${field}/decisions`);
      const { form } = await dossierOf(root.dataset.document);
      list.replaceChildren(...decisions.map((one) => entry(one, form)));
    });
  }
  const decide = root.dataset.mayReview
    ? [make("p", {}, make("a", { class: "button", href: `/review?document=${root.dataset.document}&field=${field}` }, say(figure.status === "review" ? "settle_it" : "correct_it")))]
    : [];
  return figure.decision === null ? decide : [make("h3", {}, say("history")), list, ...decide];
}

function entry(decision, form) {
  const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }).format(new Date(decision.decided_at));
  const value = ({ text, value: number }) => text ?? shown(number);
  const what = say(`did_${decision.action}`, { before: value(decision.before), after: value(decision.after) });
  const isDeduced = decision.action === "follow" && form && decision.note;
  const note = isDeduced ? decision.note.split(" ").map((one) => form.equationNamed(one)).join(say("list_comma")) : decision.note;
  return make("li", {}, `${decision.who}: ${what} `, make("time", { datetime: decision.decided_at, class: "faint" }, when), note ? ` — ${note}` : "");
}

document.getElementById("purge")?.addEventListener("click", () =>
  telling(async () => {
    const reason = await askWhy("purge");
    if (!reason) return;
    await api(`/v1${location.pathname}`, { method: "DELETE", json: { reason } });
    location.assign("/documents");
  }),
);

const chooser = document.getElementById("assign");
chooser?.addEventListener("change", () => telling(() => assign([root.dataset.document], chooser.value)));

if (root) telling(async () => new Figures(root, await dossierOf(root.dataset.document), more).begin());
