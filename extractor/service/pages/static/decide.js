// One decision a screen: keys, what is chosen, and the decisions that are sent.

import { api, language, Problem, say, telling, toast } from "./common.js";
import { dossierOf } from "./dossier.js";
import { proposals } from "./rows.js";
import { SourcePane } from "./source.js";
import { DecideView } from "./decide_view.js";
import { Worklist } from "./worklist.js";

const NUMBER = /^[+-]?\d+(\.\d+)?$/;

class Decider {
  constructor(root) {
    this.root = root;
    this.view = new DecideView(root, this);
    this.source = new SourcePane(root.querySelector("#source"));
    this.undoable = [];
    this.pending = new Set();
    this.settledCount = 0;
    this.isLoading = true;
    this.wasHasty = false;
    this.undoing = Promise.resolve();
    document.addEventListener("keydown", (event) => this.onKey(event));
    addEventListener("beforeunload", (event) => this.pending.size && event.preventDefault());
  }

  async begin() {
    const query = new URLSearchParams(location.search);
    const [sha256, field] = [query.get("document"), query.get("field")];
    let first = null;
    if (sha256 && field) {
      const figure = await api(`/v1/documents/${sha256}/fields/${field}`);
      const { report } = await dossierOf(sha256);
      first = { unit: report.unit, year: report.year, kind: figure.status === "review" ? "not-proved" : "accepted", figure };
    }
    const filters = {};
    for (const name of ["lane", "unit", "year", "section", "kind", "document"]) {
      if (query.get(name)) filters[name] = query.get(name);
    }
    this.list = new Worklist(filters, first);
    await this.list.begin();
    await this.show();
  }

  /** Shows the item whose turn it is, or that there is none. */
  async show() {
    const item = this.list.current;
    this.item = null;
    this.isLoading = true;
    this.root.setAttribute("aria-busy", "true");
    this.view.counts(this.list, this.settledCount, this.pending.size);
    const dossier = item && (await dossierOf(item.figure.document));
    if (this.list.current !== item) return;
    this.isLoading = false;
    this.root.setAttribute("aria-busy", "false");
    if (!item) {
      this.view.showEnd(this.settledCount);
      return;
    }
    this.item = item;
    this.dossier = dossier;
    this.figure = dossier.fields.get(item.figure.field);
    this.row = dossier.form ? dossier.form.rowOf(this.figure.field) : [this.figure.field];
    this.candidates = candidatesOf(this.figure);
    this.chosen = { text: this.figure.value === null ? "" : String(this.figure.value), from: "shown" };
    this.proposals = dossier.form && this.figure.section !== "active" ? proposals(this.row, dossier.fields, dossier.form, (key) => dossier.fields.get(key).value) : [];
    this.view.show(this);
    this.view.choice(this);
    this.place = 0;
    this.source.show(dossier, this.marks());
  }

  /** What is outlined: the figure, what stands beside it, and where its findings look. */
  marks() {
    const { place } = this.figure;
    const row = this.row.filter((key) => key !== this.figure.field).map((key) => this.dossier.fields.get(key).place);
    const told = this.dossier.findingsAbout(this.figure.field).flatMap((one) => one.places);
    const related = told.filter((one) => one.start !== place?.start);
    const marks = [{ place, kind: "token" }, ...row.map((one) => ({ place: one, kind: "row" })), ...related.map((one) => ({ place: one, kind: "related" }))];
    const seen = marks.filter((mark) => mark.place);
    const turn = [...seen.filter((one) => one.kind === "token"), ...seen.filter((one) => one.kind === "related")];
    const first = turn.length ? turn[this.place % turn.length] : null;
    return first ? [first, ...seen.filter((one) => one !== first)] : seen;
  }

  /** Brings the next place this figure is told of into view: the table, then the prose. */
  nextPlace() {
    this.place += 1;
    this.source.show(this.dossier, this.marks());
  }

  /** Takes what is to be accepted: {text, from}; `from` is shown, typed, none or the number of a candidate. */
  choose(chosen) {
    this.chosen = chosen;
    this.view.choice(this);
  }

  /** The value that would be accepted; undefined where it is no number. */
  get value() {
    if (this.chosen.from === "none") return null;
    return NUMBER.test(this.chosen.text) ? Number(this.chosen.text) : undefined;
  }

  /** What a figure is, were the choice accepted. */
  valueOf(field) {
    return field === this.figure.field ? (this.value ?? null) : this.dossier.fields.get(field).value;
  }

  async accept() {
    if (this.wasHasty) {
      this.wasHasty = false;
      toast(say("too_early"), "warning");
      return;
    }
    if (this.value === undefined) {
      toast(say(this.chosen.text === "" ? "type_first" : "no_number"), "warning");
      return;
    }
    await this.settle([{ field: this.figure.field, value: this.value }]);
  }

  /** Settles the row as a proposal has it; without one, as it is shown. */
  async settleRow(proposal) {
    const values = proposal ? proposal.values : this.row.map((key) => this.valueOf(key));
    if (values.some((value) => value === null)) {
      toast(say("row_unknown"), "warning");
      return;
    }
    const now = (field) => this.dossier.fields.get(field);
    const choices = this.row.map((field, i) => ({ field, value: values[i] }));
    await this.settle(choices.filter(({ field, value }) => now(field).status === "review" || now(field).value !== value || field === this.figure.field));
  }

  /** Settles every waiting figure of a table that the report does not print. */
  async settleTable() {
    if (!this.isTableMissing) return;
    const waiting = [...this.dossier.fields.values()].filter((one) => one.section === this.figure.section && one.status === "review");
    await this.settle(waiting.map(({ field }) => ({ field, value: null })));
  }

  /** Whether no cell of this figure's table was found. */
  get isTableMissing() {
    const own = [...this.dossier.fields.values()].filter((one) => one.section === this.figure.section);
    return own.every((one) => one.printed === null && one.status === "review");
  }

  /** Sends decisions about this item's document, and goes on at once; what is refused comes back. */
  async settle(choices) {
    const { item, dossier } = this;
    const decisions = choices.map(({ field, value }) => ({ field, value, action: "settle", etag: dossier.fields.get(field).etag }));
    const items = this.list.waitingAmong(dossier.sha256, choices.map((one) => one.field));
    for (const one of items) one.settled = true;
    this.settledCount += items.length;
    const done = { item, items, dossier, fields: choices.map((one) => one.field) };
    this.undoable.push(done);
    this.track(this.send(dossier, decisions).catch((error) => this.refused(error, done)));
    await this.list.next();
    await this.show();
  }

  track(sending) {
    this.pending.add(sending);
    sending.finally(() => {
      this.pending.delete(sending);
      this.view.counts(this.list, this.settledCount, this.pending.size);
    });
  }

  async send(dossier, decisions) {
    const address = `/v1/documents/${dossier.sha256}/decisions?${new URLSearchParams(this.list.filters)}`;
    const made = await api(address, { method: "POST", json: { decisions } });
    for (const one of made) dossier.update(one.field);
    this.list.lanes = made[0].lanes;
  }

  /** A decision that was not taken: says why, and shows the figure again as it is now. */
  async refused(error, done) {
    const { item, items } = done;
    this.undoable.splice(this.undoable.indexOf(done), 1);
    for (const one of items) one.settled = false;
    this.settledCount -= items.length;
    toast(error instanceof Problem ? error.message : `${say("not_saved")} (${error.message})`, "error");
    if (error instanceof Problem && error.status === 412) {
      const dossier = await dossierOf(item.figure.document);
      const fields = await api(`/v1/documents/${item.figure.document}/fields`);
      for (const one of fields) dossier.update(one);
    }
    this.list.goTo(item);
    await this.show();
  }

  /** Takes back the last decision of this visit, whole rows as wholes; one after the other, however quickly it is asked. */
  undo() {
    this.isLoading = true;
    this.root.setAttribute("aria-busy", "true");
    this.undoing = this.undoing.then(() => telling(() => this.undoLast())).then(() => this.show());
    return this.undoing;
  }

  async undoLast() {
    await Promise.allSettled(this.pending);
    const last = this.undoable.pop();
    if (!last) {
      toast(say("nothing_to_undo"));
      return;
    }
    const { dossier, fields, items, item } = last;
    const decisions = fields.map((field) => ({ field, action: "undo", etag: dossier.fields.get(field).etag }));
    await this.send(dossier, decisions);
    for (const one of items) one.settled = false;
    this.settledCount -= items.length;
    this.list.goTo(item);
    toast(say("undone"));
  }

  async skip() {
    await this.list.next();
    await this.show();
  }

  async back() {
    this.list.previous();
    await this.show();
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (this.isLoading && event.key === "Backspace") {
      telling(() => this.undo());
      return;
    }
    if (this.isLoading) {
      // What is typed before the figure is there is about another one: it is not taken, nor the Enter after it.
      if (event.key.length === 1 || event.key === "Enter") this.wasHasty = true;
      return;
    }
    const inField = event.target.matches?.("input, select, textarea");
    const action = inField ? this.keyInField(event) : this.keyOutside(event);
    if (!action) return;
    event.preventDefault();
    telling(action);
  }

  keyInField(event) {
    if (event.key === "Enter") return () => this.accept();
    if (event.key === "Escape") {
      return () => {
        this.view.blur();
        return this.show();
      };
    }
    return null;
  }

  keyOutside(event) {
    const { key } = event;
    if (key === "?") return () => this.view.help();
    if (key === "Backspace") return () => (this.item && this.typed ? this.erase() : this.undo());
    if (!this.item) return null;
    if (/^\d$/.test(key)) return () => this.digit(key);
    const onButton = event.target.matches?.("button, a");
    if (key === "Enter" && !onButton) return () => this.accept();
    const actions = {
      j: () => this.skip(),
      k: () => this.back(),
      n: () => this.choose({ text: "", from: "none" }),
      r: () => this.settleRow(null),
      t: () => this.settleTable(),
      p: () => this.nextPlace(),
      s: () => this.source.toggle(),
      "=": () => this.view.edit(""),
      "-": () => this.view.edit("-"),
      ".": () => this.choose({ text: `${this.typed}.`, from: "typed" }),
      o: () => location.assign(`/documents/${this.dossier.sha256}#${this.figure.field}`),
    };
    for (const [i, letter] of ["a", "b", "c"].entries()) {
      if (this.proposals[i]) actions[letter] = () => this.settleRow(this.proposals[i]);
    }
    return actions[key.toLowerCase()] ?? null;
  }

  /** Takes back the last digit that was typed. */
  erase() {
    this.choose({ text: this.typed.slice(0, -1), from: "typed" });
  }

  get typed() {
    return this.chosen.from === "typed" || this.chosen.digits ? (this.chosen.digits ?? this.chosen.text) : "";
  }

  /**
   * A digit outside the field: goes on with a number that is being typed; else it picks the candidate with this key, or
   * begins a number. A second digit after a picked candidate makes both of them a number.
   */
  digit(key) {
    const typed = this.typed;
    const candidate = typed === "" && this.candidates.find((one) => one.key === key);
    if (candidate) this.choose({ text: candidate.value === null ? "" : String(candidate.value), from: candidate.value === null ? "none" : candidate, digits: key });
    else this.choose({ text: typed + key, from: "typed" });
  }
}

/**
 * What readers propose for a figure, with the key of each: a value of one digit has that digit for its key, so that to
 * type it and to pick it are the same; others have the digits that are left.
 */
function candidatesOf(figure) {
  const all = [];
  const add = (one, reader) => {
    const same = all.find((known) => known.value === one.value);
    if (same) same.readers.push(reader);
    else all.push({ value: one.value, printed: one.printed, readers: [reader] });
  };
  if (figure.value !== null) add(figure, figure.basis === "reviewed" ? "person" : (figure.readers[0] ?? "rules"));
  for (const one of figure.candidates) add(one, one.reader);
  const shown = all.slice(0, 9);
  const taken = new Set();
  for (const one of shown) {
    if (Number.isInteger(one.value) && one.value >= 0 && one.value <= 9) {
      one.key = String(one.value);
      taken.add(one.key);
    }
  }
  const free = ["1", "2", "3", "4", "5", "6", "7", "8", "9"].filter((key) => !taken.has(key));
  for (const one of shown) one.key ??= free.shift();
  return shown;
}

const root = document.getElementById("decide");
const decider = new Decider(root);
root.dataset.language = language;
telling(() => decider.begin());
