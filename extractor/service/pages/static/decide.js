// One decision a screen: what is chosen for a figure, what is decided, and which figure comes then.

import { api, Problem, say, telling, toast } from "./common.js";
import { candidatesOf, Choice } from "./choice.js";
import { Chooser } from "./chooser.js";
import { DecideView } from "./decide_view.js";
import { Decisions, keyOf } from "./decisions.js";
import { Desk } from "./desk.js";
import { dossierOf, forgetDossier, isPart, takeFigures } from "./dossier.js";
import { Keys } from "./keys.js";
import { Line } from "./line.js";
import { proposals } from "./rows.js";
import { SourcePane } from "./source.js";
import { askWhy } from "./why.js";
import { Worklist } from "./worklist.js";

const MOST_UNASKED = 20; // so many figures are settled at once without asking once more

class Decider {
  constructor(root) {
    this.root = root;
    this.item = null;
    this.hasFailed = false;
    this.actions = this.namedActions();
    this.chooser = new Chooser(root.querySelector("#value"), this);
    this.keys = new Keys(root, this);
    this.view = new DecideView(root, this);
    this.source = new SourcePane(root.querySelector("#source"));
    this.moves = new Line();
    this.desk = new Desk(root.dataset.person, (held) => this.view.showHeld(held));
    addEventListener("beforeunload", (event) => this.decisions?.underWay && event.preventDefault());
  }

  /** What keys and buttons do while a figure is shown, by name. */
  namedActions() {
    const deciding = (action) => () => this.keys.decide(action);
    return {
      accept: deciding(() => this.accept()),
      none: () => this.chooser.choose(Choice.none()),
      lost: () => this.chooser.choose(Choice.lost()),
      grid: () => location.assign(`/settle?document=${this.dossier.sha256}&table=${this.figure.section}`),
      undo: () => this.undo(),
      next: () => this.go(() => this.list.pass()),
      previous: () => this.back(),
      row: deciding(() => this.settleRow(null)),
      table: deciding(() => this.settleTable()),
      candidate: (one) => this.keys.decide(() => this.takeCandidate(one)),
      postpone: deciding(() => this.putAside("postpone")),
      giveUp: deciding(() => this.putAside("give-up")),
      note: () => this.writeNote(),
      proposal: (one) => this.keys.decide(() => this.settleRow(one)),
      place: () => this.nextPlace(),
      help: () => this.keys.help(),
      retry: () => this.go(() => {}),
      again: () => this.go(() => this.list.again()),
    };
  }

  async begin() {
    const query = new URLSearchParams(location.search);
    const filters = {};
    for (const name of ["lane", "unit", "year", "section", "kind", "document", "mine"]) {
      if (query.get(name)) filters[name] = query.get(name);
    }
    const line = new Line();
    const told = { made: (answers) => this.made(answers), refused: (...what) => this.refused(...what), undone: (batch) => this.list.giveBack(batch.keys), changed: () => this.redraw() };
    this.decisions = new Decisions({ person: this.root.dataset.person, filters, line, told });
    api("/v1/pace").then(
      ({ seconds }) => (this.view.secondsEach = seconds ?? 0),
      () => {}, // how long is left is not said then
    );
    const first = await namedItem(query.get("document"), query.get("field"));
    // A figure of the list keeps the queue that it was opened from, and its place in it.
    const isAlone = !query.has("queue");
    if (!isAlone && query.get("queue") !== "document") delete filters.document;
    const cursor = isAlone ? null : query.get("cursor");
    this.list = new Worklist({ filters, first, isAlone, cursor, line, person: this.root.dataset.person, isOpen: (key) => this.decisions.isOpen(key) });
    await this.go(() => {});
  }

  /** Does what leads to another figure, one after the other, and shows whose turn it is then; no key is taken meanwhile. */
  go(move) {
    this.keys.stop();
    this.chooser.stop();
    this.item = null;
    this.hasFailed = false;
    return this.moves.add(async () => {
      await telling(move);
      if (this.moves.length > 1) return;
      this.redraw();
      try {
        await this.show();
      } catch (error) {
        this.hasFailed = true;
        this.view.showFailed(error);
      }
      if (this.moves.length === 1) await this.keys.listen();
    });
  }

  async show() {
    const due = await this.due();
    this.redraw();
    if (!due) {
      this.desk.leave();
      this.view.showEnd(this.decisions.count, this.list.waiting, this.list.skipped);
      return;
    }
    const { item, dossier } = due;
    this.decisions.seen(keyOf(item.figure));
    this.item = item;
    this.dossier = dossier;
    this.figure = dossier.fields.get(item.figure.field);
    this.row = dossier.rowOf(this.figure.field);
    this.proposals = dossier.form && !isPart(this.figure.field) ? proposals(this.row, dossier.fields, dossier.form, (key) => this.valueNow(key)) : [];
    this.place = 0;
    const candidates = candidatesOf(this.figure, dossier.proposedFor(this.figure.field));
    this.candidates = candidates;
    this.note = "";
    this.desk.sit(dossier.sha256);
    this.view.show(this, candidates);
    this.chooser.begin(this.proposed(candidates), candidates, { isName: this.isName, isPlain: isPart(this.figure.field) });
    this.source.show(dossier, this.marks());
    this.list.prepare();
  }

  /** Whether what is settled is a body's name, and no number. */
  get isName() {
    return this.figure.field === "report.unit";
  }

  /** What is proposed: what was read; of an open body or year what else it may be, if that is one thing. */
  proposed(candidates) {
    const now = this.isName ? this.figure.text : this.figure.value;
    const [first, second] = candidates.filter((one) => one.value !== null);
    const isAlone = isPart(this.figure.field) && this.figure.answer === null && !second;
    return now === null && isAlone ? (first?.value ?? null) : now;
  }

  /** The item whose turn it is, with its dossier as it is now; null at the end. What waits no more is passed over. */
  async due() {
    for (;;) {
      const item = this.list.current ?? (await this.list.next());
      if (!item) return null;
      const { document, field } = item.figure;
      const dossier = await dossierWith(await figureNow(document, field), document);
      const figure = dossier?.fields.get(field);
      const isWanted = figure && (item.isNamed || figure.status === "review");
      if (isWanted) return { item, dossier };
      if (await this.decisions.askAgain(keyOf(item.figure))) this.list.pass();
      else this.list.drop();
    }
  }

  /** What is outlined: the figure, what stands beside it, and where its findings look; without all these, what is near it. */
  marks() {
    const { place } = this.figure;
    const row = this.row.filter((key) => key !== this.figure.field).map((key) => this.dossier.fields.get(key).place);
    const told = this.dossier.toldMarks(this.figure.field);
    const marks = [{ place, kind: "token" }, ...row.map((one) => ({ place: one, kind: "row" })), ...told];
    if (isPart(this.figure.field)) marks.push(...this.figure.candidates.map((one) => ({ place: one.place, kind: "related" })));
    const seen = marks.filter((mark) => mark.place);
    if (!seen.length) seen.push(...[this.dossier.placeNear(this.figure.field)].filter(Boolean).map((one) => ({ place: one, kind: "near" })));
    const turn = [...seen.filter((one) => one.kind === "token"), ...told];
    const first = turn.length ? turn[this.place % turn.length] : null;
    return first ? [first, ...seen.filter((one) => one !== first)] : seen;
  }

  /** Brings the next place this figure is told of into view: the table, then the prose. */
  nextPlace() {
    this.place += 1;
    this.source.show(this.dossier, this.marks());
  }

  chosen() {
    this.view.showChoice(this);
  }

  get choice() {
    return this.chooser.choice;
  }

  keyOf(field) {
    return keyOf({ document: this.dossier.sha256, field });
  }

  /** Whether a figure of this document waits, and nobody has decided about it in this visit. */
  isWaiting(field) {
    return this.dossier.fields.get(field).status === "review" && this.decisions.isOpen(this.keyOf(field));
  }

  /** What a figure is: what it is being settled to, if a decision is on its way. */
  valueNow(field) {
    const sent = this.decisions.valueOnItsWay(this.keyOf(field));
    const { value, text } = this.dossier.fields.get(field);
    return sent === undefined ? (text ?? value) : sent;
  }

  /** What a figure is, were the choice accepted. */
  valueOf(field) {
    return field === this.figure.field ? (this.choice.value ?? null) : this.valueNow(field);
  }

  isUnknown(field) {
    return field === this.figure.field ? this.choice.problem !== null : this.isWaiting(field) && this.valueNow(field) === null;
  }

  accept() {
    const { problem, value } = this.choice;
    if (problem) {
      toast(say(problem), "warning");
      return undefined;
    }
    return this.settle([{ field: this.figure.field, value, ...(this.choice.from === "lost" ? { answer: "lost" } : {}) }]);
  }

  /** Chooses a candidate and accepts it. */
  takeCandidate(one) {
    this.chooser.choose(Choice.candidate(one));
    return this.accept();
  }

  /** Puts the figure off, or gives it up; the reason is asked. */
  async putAside(action) {
    const note = await askWhy(action, this.note);
    if (note) await this.settle([{ field: this.figure.field, action, note }]);
  }

  /** Writes a note that goes with the next decision about this figure. */
  async writeNote() {
    this.note = (await askWhy("note", this.note)) ?? this.note;
    this.view.showNote(this.note);
  }

  /** Settles the row as a proposal has it; without one, as it is shown. */
  settleRow(proposal) {
    const unknown = proposal ? [] : this.row.filter((field) => this.isUnknown(field) && !this.isEmpty(field));
    if (unknown.includes(this.figure.field)) {
      toast(say("row_unknown"), "warning");
      return undefined;
    }
    const values = proposal ? proposal.values : this.row.map((field) => this.shownIn(field));
    const choices = this.row.map((field, i) => ({ field, value: values[i] })).filter(({ field }) => !unknown.includes(field));
    const settled = this.settle(choices.filter(({ field, value }) => field === this.figure.field || this.isWaiting(field) || this.valueNow(field) !== value));
    if (unknown.length) toast(say("row_open", { n: unknown.length }), "warning");
    return settled;
  }

  /** Whether nothing is printed in a figure's cell but a mark for nothing, so that to accept it as shown is to say so. */
  isEmpty(field) {
    const untouched = field !== this.figure.field || !this.choice.isTouched;
    return untouched && ["blank", "nil-mark"].includes(this.dossier.fields.get(field).cell);
  }

  /** What a figure is in the row as it is shown: an empty cell without a value is what the house's rule says. */
  shownIn(field) {
    if (this.isUnknown(field) && this.isEmpty(field)) return this.root.dataset.blanks === "zero" ? 0 : null;
    return this.valueOf(field);
  }

  /** Settles every waiting figure of a table that the report does not print. */
  settleTable() {
    if (!this.isTableMissing) return undefined;
    const waiting = this.table().filter(({ field }) => this.isWaiting(field));
    return this.settle(waiting.map(({ field }) => ({ field, value: null })));
  }

  table() {
    return [...this.dossier.fields.values()].filter((one) => one.section === this.figure.section);
  }

  /** Whether no cell of this figure's table was found, and nobody settled a number there. */
  get isTableMissing() {
    return !isPart(this.figure.field) && this.table().every((one) => one.printed === null && (one.status === "review" || (one.basis === "reviewed" && one.value === null)));
  }

  /** Sends decisions about this item's document, and goes on at once; asks first where they are many. */
  async settle(choices) {
    const { item, dossier } = this;
    if (choices.length > MOST_UNASKED && !(await this.view.ask(choices.length))) return;
    const note = this.note ? { note: this.note } : {};
    const asSeen = choices.map((one) => ({ ...note, ...one, etag: dossier.fields.get(one.field).etag }));
    this.decisions.settle(item, dossier, asSeen);
    await this.go(() => this.list.pass());
  }

  made(answers) {
    const figures = answers.map((one) => one.field);
    takeFigures(figures);
    for (const one of figures) if (one.document === this.dossier.sha256) this.dossier.update(one);
    if (answers[0].lanes) this.list.lanes = answers[0].lanes;
    else this.list.rewind(); // how many wait is asked anew
  }

  /** Decisions that were not taken: says why; the figures come again, but never under the hands of who is at another. */
  refused(batch, error) {
    forgetDossier(batch.document);
    this.list.giveBack(batch.keys);
    this.view.tellRefusal(batch, error);
  }

  /** Takes back the last decision of this visit, whole rows as wholes; one after the other, however quickly it is asked. */
  undo() {
    const last = this.decisions?.undo();
    if (!last) return this.decisions ? this.undoEarlier() : undefined;
    return this.go(async () => {
      if (await last.done) toast(say("undone"));
      this.list.goTo(last.batch.item);
    });
  }

  /** Takes back what was decided on an earlier visit: the store knows it. */
  async undoEarlier() {
    const last = await api("/v1/undo");
    if (!last) {
      toast(say("nothing_to_undo"));
      return undefined;
    }
    return this.go(async () => {
      const decisions = last.figures.map((one) => ({ ...one, action: "undo" }));
      const answers = await api(`/v1/documents/${last.document}/decisions`, { method: "POST", json: { decisions } });
      takeFigures(answers.map((one) => one.field));
      toast(say("undone_many", { n: decisions.length }));
      this.list.rewind();
      this.list.goTo(await namedItem(last.document, last.figures[0].field));
    });
  }

  back() {
    if (this.list.hasPrevious) return this.go(() => this.list.previous());
    toast(say("none_before"));
    return undefined;
  }

  redraw() {
    this.view.counts(this.list, this.decisions);
    if (this.item) this.view.showAround(this);
  }

  /** What a key does that chooses nothing. */
  actionOf({ key, target }) {
    const letter = key.toLowerCase();
    if (letter === "k") return this.actions.previous;
    if (!this.item) return this.hasFailed && !target.matches("button, a") ? ({ enter: this.actions.retry, j: this.actions.next }[letter] ?? null) : null;
    const proposal = this.proposals[["x", "y", "z"].indexOf(letter)];
    if (proposal) return () => this.actions.proposal(proposal);
    const candidate = this.candidates.find((one) => one.letter.toLowerCase() === letter);
    if (candidate) return () => this.actions.candidate(candidate);
    const actions = {
      j: this.actions.next,
      r: this.actions.row,
      t: this.actions.table,
      g: this.actions.grid,
      p: this.actions.place,
      w: this.actions.postpone,
      u: this.actions.giveUp,
      m: this.actions.note,
      s: () => this.source.toggle(),
      o: () => location.assign(`/documents/${this.dossier.sha256}#${this.figure.field}`),
    };
    return actions[letter] ?? null;
  }
}

/** The item of a figure that the address names, which is shown also where it is accepted; null where it names none. */
async function namedItem(document, field) {
  if (!document || !field) return null;
  const figure = await api(`/v1/documents/${document}/fields/${field}`);
  const { report } = await dossierOf(document);
  return { unit: report.unit, year: report.year, kind: figure.status === "review" ? "not-proved" : "accepted", figure, isNamed: true };
}

/** A figure as it is now; null where there is no such figure any more. */
async function figureNow(document, field) {
  try {
    return await api(`/v1/documents/${document}/fields/${field}`);
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return null;
    throw error;
  }
}

/** The dossier of a document in which a figure is as it is now, loaded anew where it was another; null without a figure. */
async function dossierWith(figure, document) {
  if (!figure) return null;
  const known = await dossierOf(document);
  if (known.fields.get(figure.field)?.etag === figure.etag) return known;
  forgetDossier(document);
  return dossierOf(document);
}

const root = document.getElementById("decide");
telling(() => new Decider(root).begin());
