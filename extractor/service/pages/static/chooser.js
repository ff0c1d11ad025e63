// Choosing what a figure is, before it is decided: the same keys on every page on which figures are.

import { Choice } from "./choice.js";
import { ValueField } from "./value_field.js";

export class Chooser {
  /** `page`: `actions.accept` decides what is chosen, `undo()` takes the last decision back, `chosen()` hears of every choice. */
  constructor(input, page) {
    this.page = page;
    this.field = new ValueField(input, (choice) => this.choose(choice));
    this.isActive = false;
    this.proposed = null;
    this.candidates = [];
    this.choice = Choice.shown(null);
  }

  /** Begins with a figure: the value proposed for it, and what else it may be. */
  begin(value, candidates = [], { isName = false, isPlain = isName } = {}) {
    this.isActive = true;
    this.isName = isName;
    Object.assign(this.field, { isName, isPlain });
    this.proposed = value;
    this.candidates = candidates;
    this.discard();
  }

  /** Takes no choice until the next figure is there. */
  stop() {
    this.isActive = false;
    this.field.blur();
  }

  /** Takes choices again, about the figure that was there before. */
  resume() {
    this.isActive = true;
  }

  choose(choice) {
    if (!this.isActive) return;
    this.choice = choice;
    this.field.show(choice);
    this.page.chosen();
  }

  /** Drops what is chosen: it is what was proposed again. */
  discard() {
    this.field.blur();
    this.choose(Choice.shown(this.proposed, this.isName));
  }

  /** Goes into the field, to type a number that begins with this text. */
  edit(text) {
    this.choose(Choice.typed(text, this.isName));
    this.field.edit(text);
  }

  /** Takes back the last digit, else what is chosen, else the last decision. */
  takeBack() {
    if (!this.isActive || !this.choice.isTouched) return this.page.undo();
    const erased = this.choice.erased();
    return erased ? this.choose(erased) : this.discard();
  }

  /** What a key does inside the field; null where the field itself takes it. */
  actionInField({ key }) {
    if (key === "Enter") return this.page.actions.accept;
    return key === "Escape" ? () => this.discard() : null;
  }

  /** What a key does outside the field; null where it chooses nothing. */
  actionOf({ key, target }) {
    if (key === "Backspace") return () => this.takeBack();
    if (!this.isActive) return null;
    if (/^\d$/.test(key)) return () => this.choose(this.choice.withDigit(key, this.candidates));
    const actions = {
      n: () => this.choose(Choice.none()),
      l: this.page.actions.lost ?? null,
      "=": () => this.edit(this.isName ? this.choice.text : ""),
      "-": this.isName ? null : () => this.edit("-"),
      ".": this.isName ? null : () => this.choose(this.choice.withPoint()),
      escape: () => this.discard(),
      enter: target.matches("button, a") ? null : this.page.actions.accept,
    };
    return actions[key.toLowerCase()] ?? null;
  }
}
