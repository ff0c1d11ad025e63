// A report at a time: one answer for many figures, exceptions typed in place, all of it one decision.

import { api, make, Problem, say, sayOr, telling, toast } from "./common.js";
import { Desk } from "./desk.js";
import { dossierOf, forgetDossier, isPart } from "./dossier.js";
import { Grid } from "./grid.js";
import { Keys } from "./keys.js";
import { SourcePane } from "./source.js";
import { askWhy } from "./why.js";

const LETTERS = "ABCDEFGHIKMQRTUVWXYZ"; // J L N O P S do something else
const FILTERS = ["lane", "unit", "year", "section", "kind", "mine"];

class Settler {
  constructor(root) {
    this.root = root;
    this.part = (name) => root.querySelector(`#${name}`);
    const query = new URLSearchParams(location.search);
    this.filters = Object.fromEntries(FILTERS.filter((name) => query.get(name)).map((name) => [name, query.get(name)]));
    this.wanted = { document: query.get("document"), section: query.get("table") };
    this.skipped = new Set();
    this.settled = 0;
    this.grid = new Grid(this.part("grid"), this);
    this.source = new SourcePane(this.part("source"));
    this.desk = new Desk(root.dataset.person, (held) => this.showHeld(held));
    this.actions = {
      accept: () => this.keys.decide(() => this.accept()),
      none: () => this.grid.answer("not-printed"),
      lost: () => this.grid.answer("lost"),
      note: () => this.writeNote(),
      next: () => this.skip(),
      again: () => this.again(),
      help: () => this.keys.help(),
    };
    // What is typed goes into a field; which keys do something is asked of this page.
    this.chooser = { actionInField: (event) => this.keyOf(event), actionOf: (event) => this.keyOf(event) };
    this.keys = new Keys(root, this);
    addEventListener("beforeunload", (event) => (this.isSending || this.grid.choices.size) && event.preventDefault());
  }

  actionOf() {
    return null;
  }

  /** What a key does; null where a field takes it. */
  keyOf(event) {
    const { key, target } = event;
    if (key === "Backspace") return this.backspace(target);
    if (key === "Enter") return target.matches("button, a") ? null : this.actions.accept;
    if (key === "PageDown" || key === "PageUp") return () => this.turn(key === "PageDown" ? 1 : -1);
    if (key === "?") return this.actions.help;
    if (!this.dossier) return null;
    const own = this.grid.actionOf(event);
    if (own) return own;
    const letter = key.toUpperCase();
    const offer = key.length === 1 && this.offers[LETTERS.indexOf(letter)];
    if (offer) return () => this.take(offer);
    return { J: this.actions.next, S: () => this.source.toggle(), O: () => location.assign(`/documents/${this.dossier.sha256}#${this.grid.focusedField ?? ""}`) }[letter] ?? null;
  }

  /** Digits that were typed are taken back by the field, then what is chosen, then what was decided last. */
  backspace(target) {
    const field = target.dataset?.field;
    const chosen = field && this.grid.choices.get(field);
    if (chosen?.isTyped && chosen.answer === "value") return null;
    if (chosen || this.grid.choices.size) return () => this.grid.discard();
    return () => this.undo();
  }

  async begin() {
    await this.open(this.wanted.document ? [{ document: this.wanted.document }] : await this.reports());
  }

  /** The reports that wait, those skipped last. */
  async reports() {
    const all = await api(`/v1/queue/reports?${new URLSearchParams({ ...this.filters, limit: 200 })}`);
    const open = all.filter((one) => !this.skipped.has(one.document));
    const isOthers = ({ reserved, assigned }) => [reserved?.who, assigned].some((who) => who && who !== this.root.dataset.person);
    return [...open.filter((one) => !isOthers(one)), ...open.filter(isOthers)];
  }

  /** Opens the first of these reports; at their end says so. */
  async open(reports) {
    this.keys.stop();
    this.dossier = null;
    const [first] = reports;
    if (!first) {
      this.showEnd();
    } else {
      await this.show(first.document, this.wanted.section);
    }
    this.wanted = { document: this.wanted.document, section: null };
    await this.keys.listen();
  }

  async show(document, section) {
    forgetDossier(document);
    const [dossier, offers] = await Promise.all([dossierOf(document), api(`/v1/documents/${document}/offers`)]);
    this.desk.sit(document);
    this.grid.clear();
    this.setNote("");
    this.dossier = dossier;
    this.allOffers = [...this.offersOfParts(), ...offers];
    if (!dossier.form) return this.showEnd();
    this.turnTo("work");
    const report = this.part("report");
    report.textContent = [dossier.report.unit ?? dossier.document.name, dossier.report.year && say("year", { n: dossier.report.year })].filter(Boolean).join(" · ");
    report.href = `/documents/${document}`;
    this.sections = dossier.form.sections;
    this.showTable(this.sections.some((one) => one.key === section) ? section : this.fullest());
    return undefined;
  }

  /** What an open body or year may be, each as an answer of its own. */
  offersOfParts() {
    const open = [...this.dossier.fields.values()].filter((one) => isPart(one.field) && one.status === "review");
    const offer = (field, { value, text, reader }) => ({ kind: "part", section: null, fails: 0, reader, figures: [{ field, value: text ?? value, answer: "value" }] });
    return open.flatMap(({ field, candidates }) => candidates.map((one) => offer(field, one)));
  }

  async writeNote() {
    this.setNote((await askWhy("note", this.note)) ?? this.note);
  }

  setNote(note) {
    this.note = note;
    this.part("note").textContent = note ? say("note_beside", { note }) : "";
  }

  /** Shows who else is at this report. */
  showHeld(held) {
    this.part("held").textContent = held ? say("held_by", { who: held.who }) : "";
    this.part("held").hidden = !held;
  }

  /** The table of which most waits. */
  fullest() {
    const [first] = [...this.sections].sort((one, other) => this.waitingIn(other.key) - this.waitingIn(one.key));
    return first.key;
  }

  waitingIn(section) {
    return [...this.dossier.fields.values()].filter((one) => one.section === section && one.status === "review").length;
  }

  showTable(section) {
    this.section = section;
    this.offers = this.allOffers.filter((one) => one.section === section || one.section === null).slice(0, LETTERS.length);
    this.grid.show(this.dossier, section);
    this.drawTabs();
    this.drawOffers();
    this.changed();
    this.grid.focusFirst();
  }

  turn(step) {
    if (!this.dossier) return;
    const at = this.sections.findIndex((one) => one.key === this.section);
    const next = this.sections[at + step];
    if (next) this.showTable(next.key);
  }

  drawTabs() {
    const tab = ({ key }) => {
      const waiting = this.waitingIn(key);
      return make("button", { type: "button", class: "tab", "aria-pressed": String(key === this.section), onclick: () => this.showTable(key) }, say(`section_${key}`), waiting ? make("b", { class: "count" }, String(waiting)) : null);
    };
    this.part("tables").replaceChildren(...this.sections.map(tab));
    const all = [...this.dossier.fields.values()].filter((one) => one.status === "review").length;
    this.part("left").textContent = say("left", { n: all });
    this.part("saving").textContent = this.settled ? say("saved", { n: this.settled }) : "";
  }

  drawOffers() {
    const button = (offer, i) =>
      make(
        "button",
        { type: "button", class: "offer", dataset: { kind: offer.kind }, onclick: () => this.take(offer) },
        make("kbd", {}, LETTERS[i]),
        make("span", {}, this.offerText(offer)),
        offer.fails ? make("span", { class: "chip review" }, say("broken", { n: offer.fails })) : null,
      );
    this.part("offers").replaceChildren(...this.offers.map(button));
  }

  offerText({ kind, section, figures, identity, reader }) {
    if (kind === "part") return `${say(`part_${figures[0].field}`)}${say("cell_colon")}${figures[0].value}${say("said_by", { reader: sayOr(`reader_${reader}`, reader) })}`;
    const where = section === null ? say("offer_everywhere") : "";
    const changes = kind === "repair" ? figures.filter(({ field, value }) => this.dossier.fields.get(field).value !== value) : [];
    const change = changes.map(({ field, value }) => `${this.dossier.form.path(field).slice(-2).join(" · ")} ${this.dossier.fields.get(field).value} → ${value}`);
    return where + say(`offer_${kind}`, { n: figures.length, changes: change.join(say("list_comma")), identity: identity ?? "" });
  }

  take(offer) {
    this.taken = this.grid.choices.size ? "grid" : offer.kind;
    this.grid.take(offer);
  }

  /** What is chosen changed: how much, and how the sums stand then. */
  changed() {
    const { size } = this.grid.choices;
    this.part("chosen").textContent = size ? say("chosen", { n: size }) : "";
    const { all, failing, unknown } = this.grid.sums;
    const sums = this.part("sums");
    sums.textContent = all === 0 ? "" : say("sums", { failing, unknown, holds: all - failing - unknown });
    sums.className = `sums ${failing ? "fail" : unknown ? "" : "hold"}`;
  }

  focused(field) {
    const beside = this.dossier.form.rowOf(field).filter((one) => one !== field);
    const marks = [{ place: this.dossier.placeNear(field), kind: this.dossier.fields.get(field).place ? "token" : "near" }];
    marks.push(...beside.map((one) => ({ place: this.dossier.fields.get(one).place, kind: "row" })));
    this.source.show(this.dossier, marks.filter((mark) => mark.place));
    this.part("path").textContent = this.dossier.form.path(field).join(" › ");
  }

  async accept() {
    const problem = this.grid.problem;
    if (problem) {
      toast(say(problem[1].problem), "warning");
      this.grid.look(problem[0]);
      return;
    }
    const decisions = this.grid.decisions().map((one) => ({ ...one, ...(this.note ? { note: this.note } : {}) }));
    if (!decisions.length) {
      toast(say("nothing_chosen"), "warning");
      return;
    }
    const typed = [...this.grid.choices.values()].some((one) => one.isTyped);
    await this.send(this.dossier.sha256, decisions, typed || !this.taken ? "grid" : this.taken);
  }

  /** Sends what was chosen, and shows what is left of the report, or the next one. */
  async send(document, decisions, kind) {
    this.keys.stop();
    this.isSending = true;
    try {
      const answers = await api(`/v1/documents/${document}/decisions`, { method: "POST", json: { kind, decisions } });
      const followed = answers.filter(({ decision }) => decision.action === "follow").length;
      this.settled += decisions.length;
      this.grid.clear();
      toast(say("settled_now", { n: decisions.length }) + (followed ? say("followed", { n: followed }) : ""));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      toast(error.status === 412 ? say("changed_meanwhile") : error.message, "error");
    } finally {
      this.isSending = false;
      await this.goOn(document);
    }
  }

  /** Shows the report as it is now, or the next where nothing of it waits. */
  async goOn(document) {
    const section = this.section;
    await this.show(document, section);
    if (this.waitingIn(section) === 0) {
      const fullest = this.fullest();
      if (this.waitingIn(fullest) > 0) this.showTable(fullest);
      else if (!this.wanted.document && this.waitingIn("report") === 0) return this.open(await this.reports());
    }
    return this.keys.listen();
  }

  async skip() {
    if (this.wanted.document) {
      location.assign(`/documents/${this.wanted.document}`);
      return;
    }
    if (this.dossier) this.skipped.add(this.dossier.sha256);
    this.grid.clear();
    await this.open(await this.reports());
  }

  async again() {
    this.skipped.clear();
    await this.open(await this.reports());
  }

  showEnd() {
    this.turnTo("end");
    const count = this.skipped.size;
    this.part("end-title").textContent = say(count ? "end_some" : "end_all");
    this.part("end-told").textContent = say("settled_count", { n: this.settled });
    this.part("again").hidden = count === 0;
    this.part("again").textContent = say("skipped_again", { n: count });
  }

  turnTo(name) {
    for (const one of ["loading", "work", "end"]) this.part(one).hidden = one !== name;
  }

  /** Takes back what was decided last at once, also on an earlier visit: the store knows it. */
  async undo() {
    const last = await api("/v1/undo");
    if (!last) {
      toast(say("nothing_to_undo"));
      return;
    }
    this.keys.stop();
    const decisions = last.figures.map((one) => ({ ...one, action: "undo" }));
    try {
      await api(`/v1/documents/${last.document}/decisions`, { method: "POST", json: { decisions } });
      this.settled = Math.max(this.settled - decisions.length, 0);
      toast(say("undone_many", { n: decisions.length }));
      await this.show(last.document, last.figures[0].field.split(".")[0]);
    } finally {
      await this.keys.listen();
    }
  }
}

const root = document.getElementById("settle");
telling(() => new Settler(root).begin());
