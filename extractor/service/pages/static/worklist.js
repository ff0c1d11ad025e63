// The figures to be settled, in the queue's order: fetched ahead, walked with next and previous.

import { api } from "./common.js";
import { keyOf } from "./decisions.js";
import { dossierOf } from "./dossier.js";

const PAGE = 20;
const AHEAD = 3;
const PATIENCE_MILLISECONDS = 30_000;

export class Worklist {
  /**
   * `filters`: what of the queue is wanted; `first`: an item to be shown first (alone, if `isAlone`), or null; `cursor`:
   * from where the queue goes on, null from its beginning; `isOpen(key)`: whether a figure
   * is still to be decided. Pages of the queue are fetched in the `line` in which decisions are sent: never while one is
   * under way. `person`: who decides; what others are at comes last.
   */
  constructor({ filters, first, isAlone, cursor, line, person, isOpen }) {
    this.filters = filters;
    this.person = person;
    /** What somebody else is at, or is to review: it comes last. */
    this.others = [];
    this.line = line;
    this.isOpen = (item) => isOpen(keyOf(item.figure));
    this.current = first;
    this.ahead = [];
    this.behind = [];
    this.known = new Set(first ? [keyOf(first.figure)] : []);
    this.isAlone = Boolean(first) && isAlone;
    this.cursor = cursor;
    this.isPart = Boolean(cursor);
    this.isWhole = this.isAlone;
    this.fetching = null;
    this.lanes = null;
  }

  /** How many figures wait by these filters, as the service said last; null before it did. */
  get waiting() {
    if (!this.lanes) return null;
    return this.filters.lane ? this.lanes[this.filters.lane] : ["reports", "figures", "blanks", "errors"].reduce((sum, one) => sum + this.lanes[one], 0);
  }

  get hasPrevious() {
    return this.behind.some(this.isOpen);
  }

  /** How many figures were passed and are still open. */
  get skipped() {
    return this.behind.filter(this.isOpen).length;
  }

  /** Has those come again that were passed and are still open. */
  again() {
    this.ahead.unshift(...this.behind.filter(this.isOpen));
    this.behind = this.behind.filter((item) => !this.ahead.includes(item));
  }

  /** Leaves the current item: decided or skipped. */
  pass() {
    if (this.current) this.behind.push(this.current);
    this.current = null;
  }

  /** Leaves the current item and knows it no more: it does not wait, but may come again. */
  drop() {
    this.known.delete(keyOf(this.current.figure));
    this.current = null;
  }

  /** Goes on to the next item that is open, fetched if need be; null where all is decided and nothing under way. */
  async next() {
    for (;;) {
      while (this.ahead.length) {
        this.current = this.ahead.shift();
        if (this.isOpen(this.current)) return this.current;
        this.pass();
      }
      if (!this.isWhole) await this.fetch();
      else if (this.others.length) this.ahead.push(...this.others.splice(0));
      else if (this.line.length) await this.line.idle(); // what is refused comes back
      else if (this.isShort) this.lookAgain();
      else return null;
    }
  }

  /** Whether more wait than were met, which was not looked into yet: others put them back meanwhile, say. */
  get isShort() {
    return !this.isAlone && this.waiting > this.skipped && this.waiting !== this.lookedAgainAt;
  }

  lookAgain() {
    this.lookedAgainAt = this.waiting;
    this.rewind();
  }

  /** Goes back to the last item that was left open. */
  previous() {
    const item = this.behind.findLast(this.isOpen);
    if (item) this.goTo(item);
  }

  /** Goes to an item of the list; the current one comes after it. */
  goTo(item) {
    if (item === this.current) return;
    const others = (one) => one !== item;
    this.ahead = [...(this.current ? [this.current] : []), ...this.ahead].filter(others);
    this.behind = this.behind.filter(others);
    this.current = item;
  }

  /** Has figures come again that are open again: next those that were passed, in their turn those not fetched before. */
  giveBack(keys) {
    const isBack = (item) => keys.includes(keyOf(item.figure));
    this.ahead.unshift(...this.behind.filter(isBack));
    this.behind = this.behind.filter((item) => !isBack(item));
    if (!keys.every((key) => this.known.has(key))) this.rewind();
  }

  /** Has the queue be fetched from its beginning: what is known of it does not come again. */
  rewind() {
    this.cursor = null;
    this.isWhole = this.isAlone;
  }

  fetch() {
    this.fetching ??= this.line.add(() => this.more()).finally(() => {
      this.fetching = null;
    });
    return this.fetching;
  }

  async more() {
    const query = new URLSearchParams(this.filters);
    query.set("limit", PAGE);
    if (this.cursor) query.set("cursor", this.cursor);
    const page = await api(`/v1/queue?${query}`, { signal: AbortSignal.timeout(PATIENCE_MILLISECONDS) });
    for (const item of page.items) {
      const key = keyOf(item.figure);
      if (this.known.has(key)) continue;
      this.known.add(key);
      (this.isOthers(item) ? this.others : this.ahead).push(item);
    }
    this.cursor = page.next;
    this.isWhole = page.next === null && !this.isPart;
    if (page.next === null) this.isPart = false; // what stands before where it began comes then
    this.lanes = page.lanes;
  }

  /** Whether somebody else is at an item's report, or is to review it. */
  isOthers({ reserved, assigned }) {
    return (reserved && reserved.who !== this.person) || (assigned && assigned !== this.person);
  }

  /** Loads what the next items need, so that they are there when their turn comes. */
  prepare() {
    const open = this.ahead.filter(this.isOpen);
    for (const { figure } of open.slice(0, AHEAD)) {
      dossierOf(figure.document).then(
        (dossier) => dossier.prepare(figure.place),
        () => {}, // told when its turn comes
      );
    }
    if (!this.isWhole && open.length < AHEAD + 1) this.fetch().catch(() => {}); // told when its turn comes
  }
}
