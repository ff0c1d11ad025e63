// What is chosen for a figure before it is decided: `from` is shown, typed, none, lost or a candidate. A key makes another choice.

import { parse, plain } from "./numbers.js";

const MOST_CANDIDATES = 9;

export class Choice {
  /** `digits`: what was typed to choose a candidate, which more digits go on with. */
  constructor(text, from, digits = "") {
    this.text = text;
    this.from = from;
    this.digits = digits;
  }

  /** What is proposed, before anything is chosen. */
  static shown(value) {
    return new Choice(value === null ? "" : plain(value), "shown");
  }

  static typed(text) {
    return new Choice(text, "typed");
  }

  /** That the report prints none. */
  static none(digits = "") {
    return new Choice("", "none", digits);
  }

  /** That the report printed one, which this copy has lost. */
  static lost() {
    return new Choice("", "lost");
  }

  static candidate(one, digits = "") {
    return one.value === null ? Choice.none(digits) : new Choice(plain(one.value), one, digits);
  }

  /** The value that would be decided; undefined where it is no number. */
  get value() {
    return this.isNone ? null : parse(this.text).value;
  }

  /** The word that says why this cannot be decided; null where it can. */
  get problem() {
    return this.isNone ? null : (parse(this.text).problem ?? null);
  }

  /** Whether it is that there is no number. */
  get isNone() {
    return this.from === "none" || this.from === "lost";
  }

  get isTouched() {
    return this.from !== "shown";
  }

  get typed() {
    return this.from === "typed" ? this.text : this.digits;
  }

  /**
   * The choice after a digit: it goes on with a number that is being typed; else it picks the candidate with this key, or
   * begins a number. A second digit after a picked candidate makes both of them a number.
   */
  withDigit(key, candidates = []) {
    const picked = this.typed === "" && candidates.find((one) => one.key === key);
    return picked ? Choice.candidate(picked, key) : Choice.typed(this.typed + key);
  }

  withPoint() {
    return Choice.typed(`${this.typed}.`);
  }

  /** The choice without the last digit; null where none is typed. */
  erased() {
    return this.typed === "" ? null : Choice.typed(this.typed.slice(0, -1));
  }
}

/**
 * What readers propose for a figure, with the key of each: a value of one digit has that digit for its key, so that to
 * type it and to pick it are the same; others have the digits that are left. What was read is always among them, also
 * after a decision; `others` are further proposals: {value, printed, reader}.
 */
export function candidatesOf(figure, others = []) {
  const all = [];
  const add = (one, reader) => {
    const same = all.find((known) => known.value === one.value);
    if (same) same.readers.push(reader);
    else all.push({ value: one.value, printed: one.printed, readers: [reader] });
  };
  if (figure.value !== null) add(figure, figure.basis === "reviewed" ? "person" : (figure.readers[0] ?? "rules"));
  for (const one of others) add(one, one.reader);
  if (figure.read_value !== null && figure.read_value !== undefined) add({ value: figure.read_value, printed: figure.printed }, figure.readers[0] ?? "rules");
  for (const one of figure.candidates) add(one, one.reader);
  const shown = all.slice(0, MOST_CANDIDATES);
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
