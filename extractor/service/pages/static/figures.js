// A report's tables beside their source: a figure that is chosen is shown where it stands.

import { cellTold, figure as shown, make, say, sayOr, signOf } from "./common.js";
import { weigh } from "./form.js";
import { SourcePane } from "./source.js";

const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

export class Figures {
  /** `dossier`: what is known of the report; `more(field)`: further elements about a figure, or nothing. */
  constructor(root, dossier, more = () => []) {
    this.root = root;
    this.dossier = dossier;
    this.more = more;
    this.pane = new SourcePane(root.querySelector("#source"));
    this.told = root.querySelector("#told");
    this.cells = new Map([...root.querySelectorAll("a[data-field]")].map((cell) => [cell.dataset.field, cell]));
    for (const [field, cell] of this.cells) {
      cell.addEventListener("click", (event) => {
        event.preventDefault();
        this.choose(field);
      });
      cell.addEventListener("keydown", (event) => this.onKey(event, cell));
    }
    for (const button of root.querySelectorAll("button[data-fields]")) {
      button.addEventListener("click", () => this.chooseFinding(button));
    }
    addEventListener("hashchange", () => this.chooseHash());
  }

  /** Begins with the figure the address names, else with the first that a person should look at, else the first. */
  begin() {
    if (this.chooseHash()) return;
    const first = this.root.querySelector("td.violated a, td.review a") ?? this.root.querySelector("a[data-field]");
    if (first) this.choose(first.dataset.field, { quietly: true });
    else this.pane.show(this.dossier, []);
  }

  chooseHash() {
    const field = decodeURIComponent(location.hash.slice(1));
    if (!this.cells.has(field)) return false;
    this.choose(field);
    this.cells.get(field).scrollIntoView({ block: "nearest" });
    return true;
  }

  chooseFinding(button) {
    const fields = button.dataset.fields.split(" ").filter((one) => this.cells.has(one));
    const place = this.dossier.findings.flatMap((one) => one.places).find((one) => String(one.start) === button.dataset.start);
    if (fields.length) this.choose(fields[0], { quietly: true });
    if (place) {
      const own = fields.map((field) => ({ place: this.dossier.fields.get(field)?.place, kind: "token" })).filter((one) => one.place);
      this.pane.show(this.dossier, [{ place, kind: own.some((one) => one.place.start === place.start) ? "token" : "related" }, ...own]);
    }
    this.pane.body.focus({ preventScroll: true });
  }

  choose(field, { quietly = false } = {}) {
    this.root.querySelector("a[aria-current]")?.removeAttribute("aria-current");
    const cell = this.cells.get(field);
    cell.setAttribute("aria-current", "true");
    if (!quietly) {
      cell.focus({ preventScroll: true });
      history.replaceState(null, "", `#${field}`);
    }
    const figure = this.dossier.fields.get(field);
    const beside = this.dossier.form ? this.dossier.form.rowOf(field).filter((one) => one !== field) : [];
    this.pane.show(
      this.dossier,
      [
        { place: figure.place, kind: "token" },
        ...this.dossier.toldMarks(field),
        ...beside.map((one) => ({ place: this.dossier.fields.get(one).place, kind: "row" })),
      ].filter((mark) => mark.place),
    );
    this.tell(field, figure);
  }

  tell(field, figure) {
    const facts = [
      ["cell", cellTold(figure.cell)],
      ["printed", figure.printed],
      ["basis", say(`basis_${figure.basis}`)],
      ["status", statusText(figure)],
      ["proof", figure.proof.map((one) => (this.dossier.form ? this.dossier.form.equationNamed(one) : sayOr(`proof_${one}`, one))).join("、") || say("no_proof")],
      ["place", figure.place ? say(figure.place.page ? "at_page" : "at", figure.place) : "—"],
    ];
    const path = this.dossier.form ? this.dossier.form.path(field) : [field];
    const equations = (this.dossier.form?.identitiesByField.get(field) ?? []).map((identity) => {
      const { residual } = weigh(identity, (key) => this.dossier.fields.get(key).value);
      const state = residual === null ? "unknown" : residual === 0 ? "holds" : "fails";
      return make("span", { class: `chip ${state}` }, `${this.dossier.form.equationNamed(identity.name)} ${residual === null ? "?" : residual === 0 ? "✓" : `✗ ${residual}`}`);
    });
    this.told.replaceChildren(
      make("h2", {}, path.slice(1).join(" › ") + (figure.value === null ? "" : ` = ${shown(figure.value)}`), signOf(figure.cell)),
      make("dl", {}, ...facts.filter(([, text]) => text).flatMap(([name, text]) => [make("dt", {}, say(name)), make("dd", {}, text)])),
      make("p", { class: "candidates" }, ...equations),
      ...this.more(field, figure),
    );
  }

  onKey(event, cell) {
    const move = MOVES[event.key];
    if (!move) return;
    event.preventDefault();
    this.beside(cell, move)?.focus();
  }

  /** The nearest figure in a direction, by where the cells are on the screen. */
  beside(cell, [down, right]) {
    const own = cell.getBoundingClientRect();
    let best = null;
    let least = Infinity;
    for (const other of this.cells.values()) {
      const box = other.getBoundingClientRect();
      const along = down ? (box.top - own.top) * down : (box.left - own.left) * right;
      const across = down ? Math.abs(box.left + box.width / 2 - own.left - own.width / 2) : Math.abs(box.top - own.top);
      if (along <= 1 || across > (down ? own.width : own.height / 2)) continue;
      if (along + across < least) [best, least] = [other, along + across];
    }
    return best;
  }
}

function statusText({ status, value, confidence }) {
  const told = say(`status_${status}`);
  return value === null || confidence === null ? told : `${told} · ${say("confidence", { n: (Math.floor(1e4 * confidence) / 100).toFixed(2) })}`;
}
