// The figures to be settled, in the queue's order: fetched ahead, walked with next and previous.

import { api } from "./common.js";
import { dossierOf } from "./dossier.js";

const PAGE = 20;
const AHEAD = 3;

export class Worklist {
  /** `filters`: what of the queue is wanted; `first`: one item that comes before all others, or null. */
  constructor(filters, first) {
    this.filters = filters;
    this.items = first ? [first] : [];
    this.at = 0;
    this.cursor = null;
    this.isWhole = Boolean(first);
    this.lanes = null;
  }

  get current() {
    return this.items[this.at] ?? null;
  }

  /** How many figures wait by these filters, as the service said last; null before it did. */
  get waiting() {
    if (!this.lanes) return null;
    return this.filters.lane ? this.lanes[this.filters.lane] : Object.values(this.lanes).reduce((sum, one) => sum + one, 0);
  }

  /** Fetches the first items. */
  async begin() {
    if (!this.isWhole) await this.more();
    this.prepare();
  }

  async more() {
    const query = new URLSearchParams(this.filters);
    query.set("limit", PAGE);
    if (this.cursor) query.set("cursor", this.cursor);
    const page = await api(`/v1/queue?${query}`);
    const have = new Set(this.items.map(keyOf));
    this.items.push(...page.items.filter((one) => !have.has(keyOf(one))));
    this.cursor = page.next;
    this.isWhole = page.next === null;
    this.lanes = page.lanes;
  }

  /** The next item that is not settled, fetched if need be; null at the end. */
  async next() {
    let at = this.at + 1;
    for (;;) {
      while (at < this.items.length && this.items[at].settled) at += 1;
      if (at < this.items.length || this.isWhole) break;
      await this.more();
    }
    this.at = Math.min(at, this.items.length);
    this.prepare();
    return this.current;
  }

  /** The item before, settled or not. */
  previous() {
    if (this.at > 0) this.at -= 1;
    return this.current;
  }

  /** Goes to an item of the list. */
  goTo(item) {
    this.at = this.items.indexOf(item);
  }

  /** The items of one document with these fields that are not settled. */
  waitingAmong(sha256, fields) {
    return this.items.filter((one) => one.figure.document === sha256 && fields.includes(one.figure.field));
  }

  /** Loads what the next items need, so that they are there when their turn comes. */
  prepare() {
    for (const item of this.items.slice(this.at, this.at + AHEAD)) {
      dossierOf(item.figure.document).then(
        (dossier) => dossier.prepare(item.figure.place),
        () => {}, // told when its turn comes
      );
    }
    if (!this.isWhole && this.items.length - this.at < AHEAD + 2) this.more().catch(() => {});
  }
}

export const keyOf = (item) => `${item.figure.document}/${item.figure.field}`;
