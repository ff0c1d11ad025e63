// The keys and buttons of a page on which one figure after the other is decided: which are taken, and when.

import { say, telling, toast } from "./common.js";

export class Keys {
  /**
   * `root`: is busy while no keys are taken. `page`: its `chooser` takes keys first, then `actionOf(event)` says what one
   * does, null where that is nothing; `actions` are what the buttons with `data-action` do; `undo()` is done at any time.
   */
  constructor(root, page) {
    this.root = root;
    this.page = page;
    this.isListening = false;
    this.wasHasty = false;
    this.turn = 0;
    document.addEventListener("keydown", (event) => this.onKey(event));
    for (const button of root.querySelectorAll("button[data-action]")) {
      button.addEventListener("click", (event) => {
        button.blur();
        const { action } = button.dataset;
        if (action === "undo") telling(() => page.undo());
        else this.click(event, page.actions[action]);
      });
    }
    const help = root.querySelector("#keys");
    help.querySelector("button").addEventListener("click", () => help.close());
  }

  /** No key is taken from now on: what it would be about is on the screen no more, or not yet. */
  stop() {
    this.turn += 1;
    this.isListening = false;
    this.root.setAttribute("aria-busy", "true");
  }

  /** Takes keys again, once what is shown was painted. */
  async listen() {
    const turn = ++this.turn;
    await painted();
    if (turn !== this.turn) return;
    this.isListening = true;
    this.root.setAttribute("aria-busy", "false");
  }

  /** Does what decides; not right after keys that were pressed before the figure was there: who pressed them looked at another. */
  decide(action) {
    if (this.wasHasty) {
      this.wasHasty = false;
      toast(say("too_early"), "warning");
      return undefined;
    }
    return action();
  }

  /** Does what a button is for; the second half of a double click is about a figure that nobody has seen. */
  click(event, action) {
    if (event.detail > 1) return;
    if (this.isListening) telling(action);
    else this.wasHasty = true;
  }

  help() {
    this.root.querySelector("#keys").showModal();
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
    const action = this.isListening ? this.actionOf(event) : this.early(event);
    if (!action) return;
    event.preventDefault();
    if (!event.repeat) telling(action); // a key that is held says nothing about the next figure
  }

  actionOf(event) {
    if (event.target.matches("input, select, textarea")) return this.page.chooser.actionInField(event);
    if (event.key === "?") return () => this.help();
    return this.page.chooser.actionOf(event) ?? this.page.actionOf(event);
  }

  /** What is typed before the figure is there is about another one: it is not taken. */
  early(event) {
    if (event.repeat) return null;
    if (event.key === "Backspace") return () => this.page.undo();
    if (event.key.length === 1 || event.key === "Enter") this.wasHasty = true;
    return null;
  }
}

/** Waits until what was drawn is on the screen. */
function painted() {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}
