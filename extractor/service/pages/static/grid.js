// A table of the official form as fields: what is chosen for each figure before it is decided, sums checked as one types.

import { cellTold, make, say, signOf } from "./common.js";
import { weigh } from "./form.js";
import { grouped, parse, plain } from "./numbers.js";

const ARROWS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

export class Grid {
  /** `page`: `focused(field)` hears which figure is looked at, `changed()` of every choice. */
  constructor(root, page) {
    this.root = root;
    this.page = page;
    this.inputs = new Map();
    /** field → {value, answer, problem}: what is chosen */
    this.choices = new Map();
  }

  /** Shows a table of a report, and looks at its first figure that waits. */
  show(dossier, section) {
    this.dossier = dossier;
    this.section = section;
    this.inputs.clear();
    this.lines = [];
    const blocks = dossier.form.tablesOf(section);
    this.root.replaceChildren(...blocks.map((block) => this.table(block)));
    for (const field of this.inputs.keys()) this.draw(field);
    this.checkSums();
  }

  table({ corner, columns, rows }) {
    const head = make("tr", {}, make("td", {}, corner), ...columns.map((label) => make("th", { scope: "col" }, label)));
    const line = ({ label, fields }) => {
      this.lines.push(fields);
      return make("tr", {}, make("th", { scope: "row", title: label }, label), ...fields.map((field) => this.cell(field)));
    };
    return make("table", { class: "fields" }, make("thead", {}, head), make("tbody", {}, ...rows.map(line)));
  }

  cell(field) {
    const input = make("input", { inputmode: "decimal", autocomplete: "off", spellcheck: "false", "aria-label": this.dossier.form.path(field).slice(-2).join(" · "), dataset: { field } });
    input.addEventListener("focus", () => {
      input.select();
      this.focusedField = field;
      this.page.focused(field);
    });
    input.addEventListener("input", () => this.typed(field, input.value));
    input.addEventListener("blur", () => this.draw(field));
    this.inputs.set(field, input);
    const { cell } = this.dossier.fields.get(field);
    return make("td", { title: cell === "figure" ? null : cellTold(cell) }, input, signOf(cell));
  }

  typed(field, text) {
    if (text.trim() === "") this.choices.delete(field);
    else {
      const { value, problem } = parse(text);
      this.choices.set(field, { value, answer: "value", problem, isTyped: true });
    }
    this.mark(field);
    this.changed();
  }

  /** Chooses that the figure looked at is not printed, or lost; what was chosen so is dropped again. */
  answer(answer) {
    const field = this.focusedField;
    if (!field) return;
    if (this.choices.get(field)?.answer === answer) this.choices.delete(field);
    else this.choices.set(field, { value: null, answer, isTyped: true });
    this.draw(field);
    this.inputs.get(field).select();
    this.changed();
  }

  /** Takes an offer: what it says of each of its figures is chosen; of those that were typed, what was typed stays. */
  take({ figures }) {
    for (const { field, value, answer } of figures) {
      if (!this.choices.get(field)?.isTyped) this.choices.set(field, { value, answer });
    }
    for (const field of this.inputs.keys()) this.draw(field);
    this.changed();
  }

  /** Drops what is chosen for the figure looked at, or with nothing there, all. */
  discard() {
    const field = this.focusedField;
    if (field && this.choices.has(field)) this.choices.delete(field);
    else this.choices.clear();
    for (const one of this.inputs.keys()) this.draw(one);
    this.inputs.get(field)?.select();
    this.changed();
  }

  clear() {
    this.choices.clear();
    this.focusedField = null;
  }

  changed() {
    this.checkSums();
    this.page.changed();
  }

  /** What a figure is, were the choices decided. */
  valueOf(field) {
    const chosen = this.choices.get(field);
    return chosen ? (chosen.value ?? null) : this.dossier.fields.get(field).value;
  }

  get problem() {
    return [...this.choices].find(([, one]) => one.problem) ?? null;
  }

  /** Writes what a figure is into its field, but not while it is being typed. */
  draw(field) {
    const input = this.inputs.get(field);
    if (!input) return; // another table is shown by now
    const chosen = this.choices.get(field);
    const isTyping = document.activeElement === input && chosen?.isTyped && chosen.answer === "value";
    if (!isTyping && !chosen?.problem) {
      const value = this.valueOf(field);
      input.value = value === null ? "" : grouped(plain(value));
    }
    this.mark(field);
  }

  mark(field) {
    const input = this.inputs.get(field);
    const chosen = this.choices.get(field);
    input.placeholder = chosen && chosen.answer !== "value" ? say(`answer_${chosen.answer}`) : "";
    input.setAttribute("aria-invalid", String(Boolean(chosen?.problem)));
    const cell = input.parentElement;
    cell.classList.toggle("review", this.dossier.fields.get(field).status === "review");
    cell.classList.toggle("chosen", Boolean(chosen));
  }

  /** Marks the figures of equations that fail; how many fail of this table's. */
  checkSums() {
    const own = this.dossier.form.identities.filter((one) => [...one.left, ...one.right].some((field) => this.inputs.has(field)));
    const weighed = own.map((one) => ({ fields: [...one.left, ...one.right], residual: weigh(one, (field) => this.valueOf(field)).residual }));
    const failing = weighed.filter(({ residual }) => residual !== null && residual !== 0);
    const wrong = new Set(failing.flatMap(({ fields }) => fields));
    for (const [field, input] of this.inputs) input.parentElement.classList.toggle("fails", wrong.has(field));
    this.sums = { all: own.length, failing: failing.length, unknown: weighed.filter(({ residual }) => residual === null).length };
  }

  focusFirst() {
    const waiting = [...this.inputs.keys()].find((field) => this.dossier.fields.get(field).status === "review");
    this.look(waiting ?? this.inputs.keys().next().value);
  }

  look(field) {
    this.inputs.get(field)?.focus({ preventScroll: false });
  }

  /** The figure beside the one looked at, in the direction of an arrow key; null at the edge. */
  neighbour(key) {
    const [down, right] = ARROWS[key];
    const line = this.lines.findIndex((fields) => fields.includes(this.focusedField));
    if (line < 0) return null;
    const slot = this.lines[line].indexOf(this.focusedField);
    return this.lines[line + down]?.[slot + right] ?? null;
  }

  /** What a key does; null where the field itself takes it. */
  actionOf({ key }) {
    if (key in ARROWS) return () => this.look(this.neighbour(key));
    const actions = { n: () => this.answer("not-printed"), l: () => this.answer("lost"), escape: () => this.discard() };
    return actions[key.toLowerCase()] ?? null;
  }

  /** What is chosen, as the service takes it; a figure that is that already is not decided again. */
  decisions() {
    return [...this.choices].map(([field, { value, answer }]) => ({
      field,
      ...(typeof value === "string" ? { text: value } : { value: value ?? null }),
      ...(answer === "lost" ? { answer } : {}),
      etag: this.dossier.fields.get(field).etag,
    }));
  }
}

