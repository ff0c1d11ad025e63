// The large field of a page's figure: sized by its text, thousands grouped, as it is typed while one edits it.

import { say } from "./common.js";
import { Choice } from "./choice.js";
import { grouped } from "./numbers.js";

const LEAST_CHARACTERS = 5;

export class ValueField {
  /** `choose(choice)`: takes what is typed into the field. */
  constructor(input, choose) {
    this.input = input;
    this.choice = Choice.shown(null);
    this.isName = false;
    this.isPlain = false; // a name, or a year
    input.addEventListener("input", () => choose(Choice.typed(input.value, this.isName)));
    input.addEventListener("focus", () => this.write(this.choice.text));
    input.addEventListener("blur", () => this.write(this.written(this.choice)));
  }

  get isEdited() {
    return document.activeElement === this.input;
  }

  /** Shows a choice; the text that is being edited stays as it is typed. */
  show(choice) {
    this.choice = choice;
    this.input.placeholder = choice.from === "none" ? say("none_printed") : choice.from === "lost" ? say("answer_lost") : "";
    this.input.setAttribute("aria-invalid", String(choice.text !== "" && choice.problem !== null));
    this.write(this.isEdited ? this.input.value : this.written(choice));
    this.input.classList.toggle("name", this.isName);
  }

  /** A choice as it is read: a number's thousands are grouped. */
  written({ text }) {
    return this.isPlain ? text : grouped(text);
  }

  /** Goes into the field, to go on from this text. */
  edit(text) {
    this.input.focus();
    this.write(text);
    this.input.setSelectionRange(text.length, text.length);
  }

  blur() {
    this.input.blur();
  }

  write(text) {
    if (this.input.value !== text) this.input.value = text;
    this.input.style.setProperty("--length", Math.max(text.length, LEAST_CHARACTERS));
  }
}
