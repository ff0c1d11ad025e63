// What is chosen for a figure before it is decided: `from` is shown, typed, none, lost or a candidate. A key makes another choice.

import { parse, plain } from "./numbers.js";

const MOST_CANDIDATES = 9;
const LETTERS = "ABCDEFHIV"; // each takes a candidate at once; others do something else on the page
const BODY = "report.unit"; // the one thing that is settled and no number

/** A value as it is written in a field. */
function written(value) {
  return typeof value === "string" ? value : plain(value);
}

export class Choice {
  /** `digits`: what was typed to choose a candidate, which more digits go on with; `isName`: it is no number. */
  constructor(text, from, digits = "", isName = false) {
    this.text = text;
    this.from = from;
    this.digits = digits;
    this.isName = isName;
  }

  /** What is proposed, before anything is chosen. */
  static shown(value, isName = false) {
    return new Choice(value === null ? "" : written(value), "shown", "", isName);
  }

  static typed(text, isName = false) {
    return new Choice(text, "typed", "", isName);
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
    return one.value === null ? Choice.none(digits) : new Choice(written(one.value), one, digits, typeof one.value === "string");
  }

  /** The value that would be decided: a number, or a body's name; undefined where it is neither. */
  get value() {
    if (this.isNone) return null;
    return this.isName ? this.text.trim() || undefined : parse(this.text).value;
  }

  /** The word that says why this cannot be decided; null where it can. */
  get problem() {
    if (this.isName) return this.isNone || this.text.trim() ? null : "name_first";
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
   * begins a number. A second digit after a picked candidate makes both of them a number. No name begins with a digit.
   */
  withDigit(key, candidates = []) {
    const picked = (this.typed === "" || this.isName) && candidates.find((one) => one.key === key);
    if (this.isName) return picked ? Choice.candidate(picked) : this;
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
 * type it and to pick it are the same; others have the digits that are left. Its letter takes one at once. The last is that
 * the report prints none. What was read is always among them, also
 * after a decision; `others` are further proposals: {value, printed, reader}.
 */
export function candidatesOf(figure, others = []) {
  return figure.field === BODY ? withKeys(namesOf(figure)) : withKeys(numbersOf(figure, others));
}

/** The names that are proposed for a body, each with who says so. */
function namesOf(figure) {
  const all = figure.text === null ? [] : [{ value: figure.text, printed: figure.printed, readers: figure.proof }];
  for (const { text, printed, reader } of figure.candidates) {
    const same = all.find((known) => known.value === text);
    if (same) same.readers.push(reader);
    else all.push({ value: text, printed, readers: [reader] });
  }
  return all;
}

function numbersOf(figure, others) {
  const all = [];
  const add = (one, reader) => {
    const same = all.find((known) => known.value === one.value);
    if (same) same.readers = [...new Set([...same.readers, reader])];
    else all.push({ value: one.value, printed: one.printed, readers: [reader] });
  };
  if (figure.value !== null) add(figure, figure.basis === "reviewed" ? "person" : (figure.readers[0] ?? "rules"));
  for (const one of others) add(one, one.reader);
  if (figure.read_value !== null && figure.read_value !== undefined) add({ value: figure.read_value, printed: figure.printed }, figure.readers[0] ?? "rules");
  for (const one of figure.candidates) add(one, one.reader);
  return all;
}

function withKeys(all) {
  const shown = all.slice(0, MOST_CANDIDATES - 1);
  const taken = new Set();
  for (const one of shown) {
    if (Number.isInteger(one.value) && one.value >= 0 && one.value <= 9) {
      one.key = String(one.value);
      taken.add(one.key);
    }
  }
  if (!shown.some((one) => one.value === null)) shown.push({ value: null, printed: null, readers: [] });
  const free = ["1", "2", "3", "4", "5", "6", "7", "8", "9"].filter((key) => !taken.has(key));
  for (const one of shown) one.key ??= free.shift();
  shown.forEach((one, i) => (one.letter = LETTERS[i]));
  return shown;
}
