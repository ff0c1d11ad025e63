// What is decided in this visit: sent one after the other, and counted as the service confirmed it.

import { api, Problem } from "./common.js";

const TRIES = 2;
const PATIENCE_MILLISECONDS = 60_000;
const SENDING = "sending";
const MADE = "made";
const REFUSED = "refused";

export const keyOf = (figure) => `${figure.document}/${figure.field}`;

/** Decisions about figures of one document that are sent, kept and taken back as one. */
class Batch {
  /** `item`: what they were made at; `choices`: [{field, value, etag, after}], `after` being a batch under way about the same figure. */
  constructor(item, { sha256, form }, choices) {
    this.item = item;
    this.document = sha256;
    this.form = form;
    this.choices = choices;
    this.keys = choices.map(({ field }) => keyOf({ document: sha256, field }));
    this.state = SENDING;
    this.isUndoing = false;
    this.isFinal = false; // it cannot be taken back
    this.isUnsure = false; // no answer came: it may have been made
    /** field → how the service last named it after a decision of this visit */
    this.etags = new Map();
  }

  has(key) {
    return this.keys.includes(key);
  }

  get isUnderWay() {
    return this.state === SENDING || this.isUndoing;
  }
}

export class Decisions {
  /**
   * `person`: who decides; `filters`: what of the queue is counted; `line`: in which all is sent.
   * `told`: `made(answers)`, `refused(batch, error)` and `undone(batch)` are called as the service answers, before anything
   * else is sent; `changed()` wherever there is something else to be shown.
   */
  constructor({ person, filters, line, told }) {
    this.person = person;
    this.filters = filters;
    this.line = line;
    this.told = told;
    this.batches = [];
  }

  /** Whether nobody has decided about this figure in this visit: neither is a decision under way, nor does one hold. */
  isOpen(key) {
    return !this.batches.some((one) => one.state !== REFUSED && one.has(key));
  }

  /** How many figures are decided: those the service confirmed, each once. */
  get count() {
    return new Set(this.batches.filter((one) => one.state === MADE).flatMap((one) => one.keys)).size;
  }

  /** About how many figures the service has not answered yet. */
  get underWay() {
    return new Set(this.batches.filter((one) => one.isUnderWay).flatMap((one) => one.keys)).size;
  }

  /** The value a figure is being settled to; undefined where no decision about it is on its way. */
  valueOnItsWay(key) {
    const batch = this.lastOnItsWay(key);
    return batch?.choices.find(({ field }) => key === keyOf({ document: batch.document, field })).value;
  }

  lastOnItsWay(key) {
    return this.batches.findLast((one) => one.state === SENDING && one.has(key));
  }

  /** Sends decisions made at an item, about figures of its document as they were seen: [{field, value, etag}]. */
  settle(item, dossier, choices) {
    const after = (field) => this.lastOnItsWay(keyOf({ document: dossier.sha256, field }));
    const batch = new Batch(item, dossier, choices.map((one) => ({ ...one, after: after(one.field) })));
    this.batches.push(batch);
    this.line.add(() => this.send(batch));
    this.told.changed();
  }

  async send(batch) {
    const etagOf = ({ field, etag, after }) => after?.etags.get(field) ?? etag;
    const entries = batch.choices.map((one) => ({ ...entryOf(one), etag: etagOf(one) }));
    try {
      this.take(await this.deliver(batch.document, entries));
      batch.state = MADE;
    } catch (error) {
      batch.state = REFUSED;
      batch.isUnsure = isUnsure(error);
      this.told.refused(batch, error);
    }
    this.told.changed();
  }

  /**
   * Asks what became of decisions about a figure whose answer never came, where the figure waits no more; whether they were made.
   * To send them again tells: a figure that waits no more is not decided by that.
   */
  async askAgain(key) {
    const batch = this.batches.find((one) => one.state === REFUSED && one.isUnsure && one.has(key));
    if (!batch) return false;
    batch.state = SENDING;
    await this.line.add(() => this.send(batch));
    return batch.state === MADE;
  }

  /**
   * Takes back the last that was decided, once it is: `{batch, done}`; null where there is nothing. `done` says whether there
   * was something to take back, and throws what the service refused. What was not taken is the last until it is seen again.
   */
  undo() {
    const batch = this.batches.findLast((one) => !one.isUndoing && !one.isFinal);
    if (!batch) return null;
    batch.isUndoing = true;
    const done = this.line.add(() => this.takeBack(batch)).finally(() => this.told.changed());
    done.catch(() => {}); // told to who waits for it, which may be later
    return { batch, done };
  }

  async takeBack(batch) {
    if (batch.state === REFUSED) {
      if (!batch.isUnsure) this.forget(batch);
      batch.isUndoing = false;
      return false;
    }
    const entries = batch.choices.map(({ field }) => ({ field, action: "undo", etag: batch.etags.get(field) }));
    try {
      this.take(await this.deliver(batch.document, entries));
      this.forget(batch);
      this.told.undone(batch);
      return true;
    } catch (error) {
      batch.isFinal = !isUnsure(error);
      throw error;
    } finally {
      batch.isUndoing = false;
    }
  }

  /** Hears that a figure is shown: what was not taken of it is in sight again. */
  seen(key) {
    this.batches = this.batches.filter((one) => one.state !== REFUSED || one.isUndoing || !one.has(key));
  }

  forget(batch) {
    this.batches = this.batches.filter((one) => one !== batch);
  }

  /** Takes what the service answered: what the figures are now, by which name they may be taken back. */
  take(answers) {
    for (const { field: figure } of answers) {
      for (const one of this.batches) if (one.has(keyOf(figure))) one.etags.set(figure.field, figure.etag);
    }
    this.told.made(answers);
  }

  /**
   * Sends decisions; the service's answers. Where none comes it is not known whether they arrived: they are sent again, and
   * the figures' etags see to it that nothing is decided twice.
   */
  async deliver(document, decisions) {
    const address = `/v1/documents/${document}/decisions?${new URLSearchParams(this.filters)}`;
    for (let tries = 1; ; tries += 1) {
      try {
        return await api(address, { method: "POST", json: { decisions }, signal: AbortSignal.timeout(PATIENCE_MILLISECONDS) });
      } catch (error) {
        const made = this.madeBefore(error, decisions);
        if (made) return made;
        if (tries === TRIES || !isUnsure(error)) throw error;
      }
    }
  }

  /** What became of decisions whose answer was lost, from the refusal to make them twice; null where they were not made. */
  madeBefore(error, decisions) {
    if (!(error instanceof Problem) || error.status !== 412) return null;
    const changed = new Map(error.body.changed.map((one) => [one.field.field, one]));
    const isOwn = ({ field, action, value = null, text = null }) => {
      const { decision, field: figure } = changed.get(field) ?? {};
      if (decision?.who !== this.person || decision.action !== action) return false;
      return action !== "settle" || (decision.after.value === value && decision.after.text === text && figure.status === "accepted");
    };
    return decisions.every(isOwn) ? decisions.map(({ field }) => changed.get(field)) : null;
  }
}

/** A choice as the service takes it. */
function entryOf({ field, value, answer, note, action = "settle" }) {
  const said = value === undefined ? {} : typeof value === "string" ? { text: value } : { value };
  return { field, action, ...said, ...(answer ? { answer } : {}), ...(note ? { note } : {}) };
}

/** Whether an error leaves open what the service did. */
function isUnsure(error) {
  return !(error instanceof Problem) || error.status >= 500;
}
