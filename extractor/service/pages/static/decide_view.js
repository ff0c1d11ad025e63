// What the decision screen shows: the choice, the official row, the equations with what is between their sides.

import { figure as shown, language, make, say, sayOr } from "./common.js";
import { weigh } from "./form.js";

const MOST_TERMS = 4;

export class DecideView {
  constructor(root, decider) {
    this.root = root;
    this.decider = decider;
    this.input = root.querySelector("#value");
    this.input.addEventListener("input", () => decider.choose({ text: this.input.value.trim(), from: "typed" }));
    const actions = {
      accept: () => decider.accept(),
      none: () => decider.choose({ text: "", from: "none" }),
      undo: () => decider.undo(),
      next: () => decider.skip(),
      previous: () => decider.back(),
      row: () => decider.settleRow(null),
      table: () => decider.settleTable(),
      place: () => decider.nextPlace(),
      help: () => this.help(),
    };
    for (const button of root.querySelectorAll("button[data-action]")) {
      button.addEventListener("click", () => {
        button.blur();
        actions[button.dataset.action]();
      });
    }
    root.querySelector("#keys button").addEventListener("click", () => root.querySelector("#keys").close());
  }

  part(name) {
    return this.root.querySelector(`#${name}`);
  }

  counts(list, settled, pending) {
    this.part("left").textContent = list.waiting === null ? "" : say("left", { n: list.waiting });
    this.part("saving").textContent = pending ? say("saving", { n: pending }) : settled ? say("saved", { n: settled }) : "";
  }

  showEnd(settled) {
    this.part("loading").hidden = true;
    this.part("work").hidden = true;
    this.part("end").hidden = false;
    this.part("end-count").textContent = say("settled_count", { n: settled });
    this.part("end").querySelector("a").focus();
  }

  show(decider) {
    const { item, figure, dossier } = decider;
    this.part("loading").hidden = true;
    this.part("work").hidden = false;
    this.part("end").hidden = true;
    this.blur();
    this.part("report").textContent = [item.unit ?? dossier.document.name, item.year && say("year", { n: item.year })].filter(Boolean).join(" · ");
    this.part("report").href = `/documents/${figure.document}#${figure.field}`;
    const path = dossier.form ? dossier.form.path(figure.field) : [figure.field];
    this.part("path").replaceChildren(...path.slice(0, -1).map((one) => make("span", {}, one)), make("strong", {}, path.at(-1)));
    this.part("why").textContent = sayOr(`kind_${item.kind}`, item.kind);
    this.part("why").className = `chip ${figure.status}`;
    this.part("unit").textContent = dossier.form ? unitOf(dossier.form, figure.field) : "";
    this.part("printed").textContent = printedText(figure);
    this.drawFindings(dossier.findingsAbout(figure.field));
    this.drawCandidates(decider);
    this.drawProposals(decider);
    this.part("table-button").hidden = !decider.isTableMissing;
    this.part("place-button").hidden = decider.marks().filter((one) => one.kind === "related").length === 0;
    document.title = `${path.at(-1)} · ${item.unit ?? ""}`;
  }

  /** What depends on the choice: the big number, where it is from, the row, and the equations. */
  choice(decider) {
    const { chosen } = decider;
    if (document.activeElement !== this.input) this.input.value = chosen.text;
    this.input.placeholder = chosen.from === "none" ? say("none_printed") : "";
    this.part("from").textContent = fromText(chosen);
    this.input.setAttribute("aria-invalid", String(chosen.text !== "" && decider.value === undefined));
    for (const button of this.part("candidates").querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(chosen.from !== "none" && button.dataset.value === chosen.text));
    }
    this.drawExcerpt(decider);
    this.drawEquations(decider);
  }

  drawFindings(findings) {
    const item = (one) => make("li", { class: one.severity }, one.message[language]);
    this.part("findings").replaceChildren(...findings.map(item));
    this.part("findings").hidden = findings.length === 0;
  }

  drawCandidates(decider) {
    const button = (one) =>
      make(
        "button",
        {
          type: "button",
          "aria-pressed": "false",
          dataset: { value: one.value === null ? "" : String(one.value) },
          onclick: () => decider.choose(one.value === null ? { text: "", from: "none" } : { text: String(one.value), from: one }),
        },
        make("kbd", {}, one.key),
        make("b", {}, one.value === null ? say("none_printed") : shown(one.value)),
        make("small", {}, one.readers.map((reader) => sayOr(`reader_${reader}`, reader)).join("、")),
      );
    this.part("candidates").replaceChildren(...decider.candidates.map(button));
    this.part("candidates").hidden = decider.candidates.length === 0;
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
        { type: "button", class: "proposal", onclick: () => decider.settleRow(one) },
        make("kbd", {}, "ABC"[i]),
        make("span", { class: "way" }, label(one)),
        make("span", { class: "values" }, ...one.values.map((value, slot) => make(value === decider.valueOf(row[slot]) ? "span" : "b", {}, shown(value)))),
        make("span", { class: `chip ${one.broken || one.unknown ? "review" : "accepted"}` }, standing(one)),
      );
    this.part("proposals").replaceChildren(...made.map(button));
    this.part("rows").hidden = made.length === 0 && row.length < 2;
  }

  drawExcerpt(decider) {
    const { dossier, figure } = decider;
    if (!dossier.form) return;
    const { corner, columns, rows } = dossier.form.excerpt(figure.field);
    const own = rows.find((row) => row.fields.includes(figure.field));
    const slot = own.fields.indexOf(figure.field);
    const head = make("tr", {}, make("td", {}, corner), ...columns.map((label, i) => make("th", { scope: "col", class: i === slot && "own" }, label)));
    const cell = (field, i, row) => {
      const state = dossier.fields.get(field);
      const isOwn = field === figure.field;
      const classes = [isOwn ? "own cell" : i === slot || row === own ? "near" : "", isOwn ? "" : state.status].join(" ").trim();
      return make("td", { class: classes, "aria-current": isOwn && "true" }, shown(decider.valueOf(field)));
    };
    const line = (row) =>
      make("tr", { class: row === own && "own" }, make("th", { scope: "row" }, row.label), ...row.fields.map((field, i) => cell(field, i, row)));
    this.part("excerpt").replaceChildren(make("thead", {}, head), make("tbody", {}, ...rows.map(line)));
  }

  drawEquations(decider) {
    const { dossier, figure } = decider;
    const identities = dossier.form?.identitiesByField.get(figure.field) ?? [];
    const item = (identity) => {
      const { residual, left, right } = weigh(identity, (field) => decider.valueOf(field));
      const state = residual === null ? "unknown" : residual === 0 ? "holds" : "fails";
      const text = residual === null ? "?" : residual === 0 ? "✓ 0" : `${residual > 0 ? "+" : "−"}${Math.abs(residual)}`;
      const names = dossier.form.shortNames(identity);
      return make(
        "li",
        { class: state, dataset: { identity: identity.name } },
        make("output", { class: "residual", "aria-label": say(`residual_${state}`, { left: shown(left), right: shown(right) }) }, text),
        make("span", { class: "equation" }, ...side(identity.left, names, decider), " = ", ...side(identity.right, names, decider)),
      );
    };
    this.part("equations").replaceChildren(...identities.map(item));
    this.part("no-equations").hidden = identities.length > 0;
  }

  edit(text) {
    this.input.value = text;
    this.decider.choose({ text, from: "typed" });
    this.input.focus();
    this.input.setSelectionRange(text.length, text.length);
  }

  blur() {
    this.input.blur();
  }

  help() {
    this.root.querySelector("#keys").showModal();
  }
}

function side(fields, names, decider) {
  let terms = fields.map((field) => ({ field, value: decider.valueOf(field) }));
  const zeros = terms.filter((one) => one.value === 0 && one.field !== decider.figure.field);
  if (terms.length > MOST_TERMS && zeros.length > 1) terms = terms.filter((one) => !zeros.includes(one));
  else zeros.length = 0;
  const parts = terms.flatMap((one, i) => [
    i ? " + " : "",
    make(one.field === decider.figure.field ? "b" : "span", {}, `${names.get(one.field)} ${shown(one.value)}`),
  ]);
  if (zeros.length) parts.push(`${terms.length ? " + " : ""}${say("others_zero", { n: zeros.length })}`);
  return parts;
}

/** How the equations stand were a proposal taken. */
function standing({ broken, unknown }) {
  if (broken) return say("broken", { n: broken });
  return unknown ? say("known_hold", { n: unknown }) : say("all_hold");
}

function unitOf(form, field) {
  return sayOr(`unit_${form.fields.get(field).column.unit}`, form.fields.get(field).column.unit);
}

function printedText(figure) {
  if (figure.printed === null) return say("no_cell");
  return figure.printed === "" ? say("blank_cell") : say("printed_as", { text: figure.printed });
}

function fromText({ from, digits, text }) {
  if (from === "none") return say("from_none");
  if (from === "typed") return say("from_typed");
  if (from === "shown") return text === "" ? say("from_nothing") : say("from_shown");
  const told = say("from_candidate", { readers: from.readers.map((reader) => sayOr(`reader_${reader}`, reader)).join("、") });
  return digits && digits !== text ? `${told} ${say("or_type", { digit: digits })}` : told;
}
