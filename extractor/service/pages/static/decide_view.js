// What the decision screen shows: the choice, the official row, the equations with what is between their sides.

import { figure as shown, language, make, Problem, say, sayOr, signOf, toast } from "./common.js";
import { Choice } from "./choice.js";
import { isPart } from "./dossier.js";
import { weigh } from "./form.js";

const MOST_TERMS = 4;

export class DecideView {
  constructor(root, decider) {
    this.root = root;
    this.decider = decider;
    this.secondsEach = 0;
  }

  part(name) {
    return this.root.querySelector(`#${name}`);
  }

  counts(list, { count, underWay }) {
    this.part("left").textContent = list.waiting === null ? "" : say("left", { n: list.waiting }) + this.timeLeft(list.waiting);
    this.part("saving").textContent = underWay ? say("saving", { n: underWay }) : count ? say("saved", { n: count }) : "";
  }

  /** How long that many figures will take at one's own pace. */
  timeLeft(count) {
    const minutes = Math.round((this.secondsEach * count) / 60);
    return minutes > 0 ? say(minutes < 120 ? "minutes_left" : "hours_left", { n: minutes < 120 ? minutes : Math.round(minutes / 60) }) : "";
  }

  /** Shows one part of the page and hides the others. */
  turnTo(name) {
    for (const one of ["loading", "work", "end", "failed"]) this.part(one).hidden = one !== name;
  }

  showEnd(settled, waiting, skipped) {
    this.turnTo("end");
    this.part("end-title").textContent = say(waiting ? "end_some" : "end_all");
    this.part("end-count").textContent = say("settled_count", { n: settled });
    this.part("end-left").textContent = waiting ? say("end_left", { n: waiting }) : "";
    const again = this.part("again");
    again.hidden = skipped === 0;
    again.textContent = say("skipped_again", { n: skipped });
    (skipped ? again : this.part("end").querySelector("a")).focus();
  }

  showFailed(error) {
    this.turnTo("failed");
    this.part("failed-told").textContent = error.message;
  }

  /** Asks whether so many figures are to be settled at once; what is answered. */
  ask(count) {
    const dialog = this.part("ask");
    this.part("ask-told").textContent = say("ask_many", { n: count });
    dialog.showModal();
    return new Promise((resolve) => {
      const answer = (isYes) => {
        dialog.close();
        resolve(isYes);
      };
      this.part("ask-yes").onclick = () => answer(true);
      this.part("ask-no").onclick = () => answer(false);
      dialog.onkeydown = (event) => {
        if (event.repeat) event.preventDefault();
        else if (event.key.toLowerCase() === "t") {
          event.stopPropagation();
          answer(true);
        }
      };
      dialog.onclose = () => resolve(false);
    });
  }

  /** Tells why decisions were not taken, and leads to the figure that somebody else decided about. */
  tellRefusal(batch, error) {
    const changed = error instanceof Problem && error.status === 412 ? error.body.changed : [];
    if (changed.length === 0) {
      toast(error instanceof Problem && error.status < 500 ? error.message : `${say("not_saved")} (${error.message})`, "error");
      return;
    }
    const [{ field, decision }] = changed;
    const what = decision && field.decision === decision.id ? { how: decision.action, who: decision.who, value: decision.after.text ?? shown(decision.after.value) } : { how: "reread" };
    const others = changed.length > 1 ? say("changed_more", { n: changed.length - 1 }) : "";
    const link = make("a", { href: `/documents/${field.document}#${field.field}`, target: "_blank" }, say("look_at_it"));
    toast(`${say(`changed_${what.how}`, { ...what, figure: nameOf(batch.form, field.field) })}${others}`, "error", link);
  }

  /** Shows the note that goes with the next decision. */
  showNote(note) {
    this.part("note").textContent = note ? say("note_beside", { note }) : "";
  }

  /** Shows who else is at this report. */
  showHeld(held) {
    this.part("held").textContent = held ? say("held_by", { who: held.who }) : "";
    this.part("held").hidden = !held;
  }

  show(decider, candidates) {
    const { item, figure, dossier } = decider;
    this.turnTo("work");
    this.part("report").textContent = [item.unit ?? dossier.document.name, item.year && say("year", { n: item.year })].filter(Boolean).join(" · ");
    this.part("report").href = `/documents/${figure.document}#${figure.field}`;
    const path = dossier.path(figure.field);
    this.part("path").replaceChildren(...path.slice(0, -1).map((one) => make("span", {}, one)), make("strong", {}, path.at(-1)));
    this.part("why").textContent = sayOr(`kind_${item.kind}`, item.kind);
    this.part("why").className = `chip ${figure.status}`;
    this.part("unit").textContent = dossier.form && !isPart(figure.field) ? unitOf(dossier.form, figure.field) : "";
    this.part("printed").replaceChildren(...(isPart(figure.field) ? [] : printedParts(figure)));
    this.part("work").classList.toggle("of-report", isPart(figure.field));
    this.showNote("");
    this.drawFindings(dossier.findingsAbout(figure.field));
    this.drawCandidates(decider, candidates);
    this.drawProposals(decider);
    this.part("table-button").hidden = !decider.isTableMissing;
    this.part("place-button").hidden = dossier.toldMarks(figure.field).length === 0;
    document.title = `${path.at(-1)} · ${item.unit ?? ""}`;
  }

  /** What depends on the choice: the big number, where it is from, the row, and the equations. */
  showChoice(decider) {
    const { choice } = decider;
    this.part("from").textContent = fromText(choice);
    for (const button of this.part("candidates").querySelectorAll("button")) {
      const isChosen = button.dataset.value === "" ? choice.from === "none" : !choice.isNone && button.dataset.value === choice.text;
      button.setAttribute("aria-pressed", String(isChosen));
    }
    this.showAround(decider);
  }

  /** What depends on other figures too: the row, and the equations. */
  showAround(decider) {
    this.drawExcerpt(decider);
    this.drawEquations(decider);
  }

  drawFindings(findings) {
    const item = (one) => make("li", { class: one.severity }, one.message[language]);
    this.part("findings").replaceChildren(...findings.map(item));
    this.part("findings").hidden = findings.length === 0;
  }

  drawCandidates(decider, candidates) {
    const button = (one) =>
      make(
        "button",
        {
          type: "button",
          "aria-pressed": "false",
          dataset: { value: Choice.candidate(one).text },
          onclick: (event) => decider.keys.click(event, () => decider.actions.candidate(one)),
        },
        make("kbd", {}, one.letter),
        make("b", {}, nameOfValue(decider.figure.field, one.value)),
        make("small", {}, one.readers.map((reader) => sayOr(`reader_${reader}`, reader)).join("、")),
      );
    const isFound = candidates.some((one) => one.value !== null);
    const nothing = isFound ? [] : [make("p", { class: "not-found" }, say(isPart(decider.figure.field) ? "nobody_says" : "nothing_found"))];
    this.part("candidates").replaceChildren(...nothing, ...candidates.map(button));
  }

  drawProposals(decider) {
    const { proposals: made, row, dossier } = decider;
    const label = (one) => {
      const column = dossier.form.fields.get(row[one.from]).column.labels[0];
      return say(`row_${one.way}`, { column });
    };
    const button = (one, i) =>
      make(
        "button",
        { type: "button", class: "proposal", onclick: (event) => decider.keys.click(event, () => decider.actions.proposal(one)) },
        make("kbd", {}, "XYZ"[i]),
        make("span", { class: "way" }, label(one)),
        make("span", { class: "values" }, ...one.values.map((value, slot) => make(value === decider.valueNow(row[slot]) ? "span" : "b", {}, shown(value)))),
        make("span", { class: `chip ${one.broken || one.unknown ? "review" : "accepted"}` }, standing(one)),
      );
    this.part("proposals").replaceChildren(...made.map(button));
    this.part("rows").hidden = made.length === 0 && row.length < 2;
  }

  drawExcerpt(decider) {
    const { dossier, figure } = decider;
    this.part("excerpt").replaceChildren();
    if (!dossier.form || isPart(figure.field)) return;
    const { corner, columns, rows } = dossier.form.excerpt(figure.field);
    const own = rows.find((row) => row.fields.includes(figure.field));
    const slot = own.fields.indexOf(figure.field);
    const head = make("tr", {}, make("td", {}, corner), ...columns.map((label, i) => make("th", { scope: "col", class: i === slot && "own" }, label)));
    const cell = (field, i, row) => {
      const isOwn = field === figure.field;
      const place = isOwn ? "own cell" : i === slot || row === own ? "near" : "";
      const classes = !isOwn && decider.isWaiting(field) ? `${place} review` : place;
      const value = decider.valueOf(field);
      const sign = signOf(dossier.fields.get(field).cell);
      return make("td", { class: classes, "aria-current": isOwn && "true" }, value === null && sign ? "" : shown(value), sign);
    };
    const line = (row) =>
      make("tr", { class: row === own && "own" }, make("th", { scope: "row" }, row.label), ...row.fields.map((field, i) => cell(field, i, row)));
    this.part("excerpt").replaceChildren(make("thead", {}, head), make("tbody", {}, ...rows.map(line)));
    this.fitExcerpt();
  }

  /** Has the whole row in sight if it can be: who accepts it as it is shown is to see all of it. */
  fitExcerpt() {
    const table = this.part("excerpt");
    const room = table.parentElement;
    table.classList.remove("dense");
    table.classList.toggle("dense", room.scrollWidth > room.clientWidth);
    const own = table.querySelector("td.own");
    const least = own.offsetLeft + own.offsetWidth - room.clientWidth;
    if (own.offsetLeft < room.scrollLeft || least > room.scrollLeft) room.scrollLeft = least;
  }

  drawEquations(decider) {
    const { dossier, figure } = decider;
    const identities = dossier.form?.identitiesByField.get(figure.field) ?? [];
    const item = (identity) => {
      const { residual, left, right } = weigh(identity, (field) => decider.valueOf(field));
      const state = residual === null ? "unknown" : residual === 0 ? "holds" : "fails";
      const text = residual === null ? "?" : residual === 0 ? "✓ 0" : `${residual > 0 ? "+" : "−"}${shown(Math.abs(residual))}`;
      const names = dossier.form.shortNames(identity);
      return make(
        "li",
        { class: state, dataset: { identity: identity.name } },
        make("output", { class: "residual", "aria-label": say(`residual_${state}`, { left: shown(left), right: shown(right) }) }, text),
        make("span", { class: "equation" }, ...side(identity.left, names, decider), " = ", ...side(identity.right, names, decider)),
      );
    };
    this.part("equations").replaceChildren(...identities.map(item));
    this.part("no-equations").hidden = identities.length > 0 || isPart(figure.field);
    this.part("equations-title").hidden = isPart(figure.field);
  }

}

function side(fields, names, decider) {
  let terms = fields.map((field) => ({ field, value: decider.valueOf(field) }));
  const zeros = terms.filter((one) => one.value === 0 && one.field !== decider.figure.field);
  if (terms.length > MOST_TERMS && zeros.length > 1) terms = terms.filter((one) => !zeros.includes(one));
  else zeros.length = 0;
  const unknown = terms.filter((one) => (one.value === null || one.value === undefined) && one.field !== decider.figure.field);
  if (terms.length > MOST_TERMS && unknown.length > 1) terms = terms.filter((one) => !unknown.includes(one));
  else unknown.length = 0;
  const parts = terms.flatMap((one, i) => [
    i ? " + " : "",
    make(one.field === decider.figure.field ? "b" : "span", {}, `${names.get(one.field)} ${shown(one.value)}`),
  ]);
  if (zeros.length) parts.push(`${terms.length ? " + " : ""}${say("others_zero", { n: zeros.length })}`);
  if (unknown.length) parts.push(`${terms.length || zeros.length ? " + " : ""}${say("others_unknown", { n: unknown.length })}`);
  return parts;
}

/** How the equations stand were a proposal taken. */
function standing({ broken, unknown }) {
  if (broken) return say("broken", { n: broken });
  return unknown ? say("known_hold", { n: unknown }) : say("all_hold");
}

/** What a candidate is, in words or digits: a year's are not grouped. */
function nameOfValue(field, value) {
  if (value === null) return say(isPart(field) ? "none_of_these" : "none_printed");
  return isPart(field) ? String(value) : shown(value);
}

/** What a figure is called in a sentence. */
function nameOf(form, field) {
  if (isPart(field)) return say(`part_${field}`);
  return form ? form.path(field).slice(-2).join(" · ") : field;
}

function unitOf(form, field) {
  return sayOr(`unit_${form.fields.get(field).column.unit}`, form.fields.get(field).column.unit);
}

/** What its cell holds: a word with its sign, and the characters themselves, or what the word means where there are none. */
function printedParts({ cell, printed }) {
  const word = make("b", { class: "cell-word" }, say(`cell_${cell}`));
  const sign = cell === "figure" ? null : make("span", { class: `sign ${cell}`, "aria-hidden": "true" }, say(`sign_${cell}`));
  return [sign, word, say("cell_colon"), printed ? say("printed_as", { text: printed }) : say(`cell_told_${cell}`)].filter(Boolean);
}

function fromText({ from, digits, text }) {
  if (from === "none") return say("from_none");
  if (from === "lost") return say("from_lost");
  if (from === "typed") return say("from_typed");
  if (from === "shown") return text === "" ? say("from_nothing") : say("from_shown");
  const told = say("from_candidate", { readers: from.readers.map((reader) => sayOr(`reader_${reader}`, reader)).join("、") });
  return digits && digits !== text ? `${told} ${say("or_type", { digit: digits })}` : told;
}
