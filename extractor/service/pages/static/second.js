// Blind second keying: the source and an empty field; what was decided before is neither shown nor loaded.
//
// What was keyed is held until the next figure is keyed too, and can be taken back until then. To be told whether it
// agrees with the first value is to be blind no more, so there is no way back from that.

import { api, figure as shown, make, Problem, say, sayOr, telling, toast } from "./common.js";
import { Choice } from "./choice.js";
import { Chooser } from "./chooser.js";
import { formWith } from "./form.js";
import { Keys } from "./keys.js";
import { Line } from "./line.js";
import { plain } from "./numbers.js";
import { SourcePane } from "./source.js";

const part = (name) => document.getElementById(name);

class SecondKeying {
  constructor(root) {
    /** What is on the screen; undefined before anything is, null where nothing waits. */
    this.figure = undefined;
    /** What was keyed last and is not saved yet: {figure, value}. */
    this.held = null;
    this.saved = 0;
    this.moves = new Line();
    this.actions = {
      accept: () => this.keys.decide(() => this.accept()),
      none: () => this.chooser.choose(Choice.none()),
      undo: () => this.undo(),
      save: () => this.keys.decide(() => this.goOn()),
      retry: () => this.goOn(),
      help: () => this.keys.help(),
    };
    this.chooser = new Chooser(part("value"), this);
    this.keys = new Keys(root, this);
    this.pane = new SourcePane(part("source"));
    addEventListener("pagehide", () => this.leave());
  }

  /** Does what leads to another figure; no key is taken meanwhile. What fails is told, and leaves the screen as it is. */
  go(move) {
    this.keys.stop();
    this.chooser.stop();
    return this.moves.add(async () => {
      await telling(move);
      if (this.figure) this.chooser.resume();
      this.tell();
      await this.keys.listen();
    });
  }

  /** Saves what is held, and shows what waits then. */
  goOn() {
    return this.go(async () => {
      await this.saveHeld();
      this.show(await figureAfter(0));
    });
  }

  /** Holds what is chosen, saves what was held before, and shows the next figure. */
  accept() {
    const { problem, value } = this.chooser.choice;
    if (problem) {
      toast(say(problem === "type_first" ? "type_here" : problem), "warning");
      return undefined;
    }
    const keyed = { figure: this.figure, value };
    return this.go(async () => {
      await this.saveHeld();
      const next = await figureAfter(keyed.figure.id);
      this.held = keyed;
      this.show(next);
    });
  }

  /** Saves what is held, and tells whether it agrees; what the service refuses for good is told and let go. */
  async saveHeld() {
    if (!this.held) return;
    const { figure, value } = this.held;
    try {
      const { agrees } = await api(`/v1/second-keying/${figure.id}`, { method: "POST", json: { value } });
      this.saved += 1;
      toast(say(agrees ? "agrees" : "differs"), agrees ? "info" : "warning");
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) throw error;
      toast(error.message, "error");
    }
    this.held = null;
  }

  /** Brings back what was keyed last. */
  undo() {
    return this.go(() => {
      if (!this.held) {
        toast(say(this.saved ? "compared_already" : "nothing_to_undo"));
        return;
      }
      const { figure, value } = this.held;
      this.held = null;
      this.show(figure);
      this.chooser.choose(value === null ? Choice.none() : Choice.typed(plain(value)));
    });
  }

  /** Saves what is held where somebody leaves: it was decided. */
  leave() {
    if (!this.held) return;
    const { figure, value } = this.held;
    this.held = null;
    this.tell();
    const headers = { "Content-Type": "application/json" };
    fetch(`/v1/second-keying/${figure.id}`, { method: "POST", headers, body: JSON.stringify({ value }), keepalive: true });
  }

  show(figure) {
    this.figure = figure;
    if (figure === null) return;
    const { form, field, source, place } = figure;
    part("report").textContent = [figure.unit, figure.year && say("year", { n: figure.year })].filter(Boolean).join(" · ");
    const path = form ? form.path(field) : [field];
    part("path").replaceChildren(...path.slice(0, -1).map((one) => make("span", {}, one)), make("strong", {}, path.at(-1)));
    const unit = form?.fields.get(field).column.unit ?? "";
    part("unit").textContent = sayOr(`unit_${unit}`, unit);
    part("work").hidden = false;
    this.pane.show(source, place ? [{ place, kind: "token" }] : []);
    this.chooser.begin(null);
  }

  chosen() {
    const { from, text } = this.chooser.choice;
    part("from").textContent = from === "none" ? say("from_none") : text === "" ? say("type_here") : say("from_typed");
  }

  /** Says what is held and how many are saved, and shows what there is to do. */
  tell() {
    const now = this.figure === undefined ? "failed" : this.figure ? "work" : this.held ? "last" : "end";
    for (const one of ["failed", "work", "last", "end"]) part(one).hidden = one !== now;
    const value = this.held && (this.held.value === null ? say("none_printed") : shown(this.held.value));
    part("held").textContent = this.held ? say("held", { value }) : "";
    part("last-value").textContent = this.held ? say("held_last", { value }) : "";
    part("saved").textContent = this.saved ? say("saved", { n: this.saved }) : "";
  }

  /** What a key does that chooses nothing. */
  actionOf({ key, target }) {
    if (this.figure) return key.toLowerCase() === "s" ? () => this.pane.toggle() : null;
    if (key !== "Enter" || target.matches("button, a")) return null;
    return this.held ? this.actions.save : this.actions.retry;
  }
}

/** The next figure to be keyed, with what is shown of it; null where none waits after the one of this number. */
async function figureAfter(number) {
  const item = await api(`/v1/second-keying/next?after=${number}`);
  if (item === null) return null;
  const address = `/v1/documents/${item.document}`;
  const [text, pages, tables, form] = await Promise.all([api(`${address}/text`), api(`${address}/pages`), api(`${address}/tables`), formWith(api, item.field)]);
  const source = { text: text.text, pages: pages.pages, tables: new Map(tables.tables.map((one) => [one.number, one])), pictureOf: (page, width) => `${address}/pages/${page}.png?width=${width}` };
  return { ...item, form, source };
}

new SecondKeying(part("second")).goOn();
