// Shows where something stands: on the picture of its page, in the file's own table, or in the lines of the text.

import { make, say } from "./common.js";
import { tableOf } from "./source_table.js";

const POINT_PIXELS = [1.15, 1.75]; // so large is a point of the page on the screen, at least and at most
const PICTURE_WIDTH = 1600;
const WHOLE_LINES = ["stretch", "near"];

/** The lines of a text with the offset of each, counted in characters as Python counts them. */
export function linesOf(text) {
  const lines = [];
  let start = 0;
  for (const match of text.matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g)) {
    const characters = Array.from(match[1]);
    lines.push({ start, characters });
    start += characters.length + match[2].length;
    if (match[2] === "") break;
  }
  return lines;
}

/**
 * A pane that shows places of one document. A place is {start, end, page, box}; `kind` is `token` (what it is all
 * about), `row` (what stands beside it), `related` (what the prose says), `stretch` (a whole table) or `near` (its own is not known).
 */
export class SourcePane {
  constructor(root) {
    this.root = root;
    this.document = null;
    this.mode = null;
    this.wanted = null;
    this.modes = ["text"];
    this.body = make("div", { class: "source-body", tabindex: "0", role: "region", "aria-label": say("source") });
    this.tabs = make("div", { class: "tabs", role: "group", "aria-label": say("source_view") });
    root.replaceChildren(this.tabs, this.body);
  }

  /** Shows marks [{place, kind}] of a document {sha256, text, pages, tables}; the first is brought into view. */
  show(source, marks) {
    this.marks = marks;
    if (this.document !== source) {
      this.document = source;
      this.lineItems = null;
      this.characters = null;
    }
    const onPage = marks.find((mark) => mark.place?.page && mark.place.box && source.pages.length);
    this.table = source.tables?.get(marks[0]?.place?.cell?.table) ?? null;
    /** How the places can be shown, the best first. */
    this.modes = [onPage && "page", this.table && "table", "text"].filter(Boolean);
    this.draw(this.modes.includes(this.wanted) ? this.wanted : this.modes[0]);
  }

  /** Changes between picture or table and text, where there are both. */
  toggle() {
    this.turnTo(this.modes[(this.modes.indexOf(this.mode) + 1) % this.modes.length]);
  }

  turnTo(mode) {
    if (mode === this.mode) return;
    this.wanted = mode;
    this.draw(mode);
  }

  draw(mode) {
    this.mode = mode;
    this.drawTabs();
    if (mode === "page") this.drawPage();
    else if (mode === "table") this.drawTable();
    else this.drawText();
  }

  drawTable() {
    this.characters ??= Array.from(this.document.text);
    const shown = tableOf(this.table, this.characters, this.marks.filter((mark) => mark.place));
    this.body.replaceChildren(shown);
    const cell = shown.querySelector(".token") ?? shown.querySelector(".near, .related, .row");
    if (!cell) return;
    const own = cell.getBoundingClientRect();
    const all = shown.getBoundingClientRect();
    this.body.scrollTo({ top: own.top - all.top - this.body.clientHeight * 0.5, left: own.left - all.left - this.body.clientWidth * 0.6 });
  }

  drawTabs() {
    const tab = (mode) =>
      make(
        "button",
        { type: "button", class: "tab", "aria-pressed": String(this.mode === mode), onclick: () => this.turnTo(mode) },
        say(`${mode}_view`),
      );
    this.tabs.replaceChildren(...(this.modes.length > 1 ? this.modes.map(tab) : [make("span", { class: "tab-alone" }, say("text_view"))]));
  }

  drawPage() {
    const marks = this.marks.filter((mark) => mark.place?.page && mark.place.box);
    const number = marks[0].place.page;
    const size = this.document.pages.find((page) => page.number === number);
    const picture = this.document.pictureOf(number, PICTURE_WIDTH);
    const sheet = make("div", { class: "sheet" });
    const point = Math.min(Math.max(this.body.clientWidth / size.width, POINT_PIXELS[0]), POINT_PIXELS[1]);
    sheet.style.width = `${size.width * point}px`;
    sheet.style.aspectRatio = `${size.width} / ${size.height}`;
    sheet.append(make("img", { src: picture, alt: say("page_number", { n: number }), decoding: "async" }));
    for (const mark of marks.filter((one) => one.place.page === number)) sheet.append(boxOf(mark, size));
    const caption = make("p", { class: "sheet-caption" }, say("page_number", { n: number }));
    this.body.replaceChildren(caption, sheet);
    this.body.scrollTo(0, 0);
    const [left, top, right, bottom] = marks[0].place.box.map((one) => one * point);
    this.body.scrollTo({
      left: (left + right) / 2 - this.body.clientWidth / 2,
      top: (top + bottom) / 2 - this.body.clientHeight * 0.45,
    });
  }

  drawText() {
    if (!this.lineItems) {
      this.lines = linesOf(this.document.text);
      this.lineItems = this.lines.map((line) => make("li", {}, line.characters.join("")));
      this.list = make("ol", { class: "lines" }, ...this.lineItems);
    }
    for (const i of this.marked ?? []) this.lineItems[i]?.replaceChildren(this.lines[i].characters.join(""));
    this.marked = new Set();
    const byLine = new Map();
    for (const item of this.lineItems) item.classList.remove("stretch");
    for (const mark of this.marks) {
      if (mark.place && WHOLE_LINES.includes(mark.kind)) this.bracket(mark.place);
      else if (mark.place) this.split(mark, byLine);
    }
    for (const [i, parts] of byLine) {
      this.lineItems[i].replaceChildren(...markedLine(this.lines[i].characters, parts));
      this.marked.add(i);
    }
    this.body.replaceChildren(this.list);
    const place = this.marks.find((mark) => mark.place)?.place;
    if (place) this.bringIntoView(this.lineItems[this.lineAt(place.start)]);
  }

  /** Brackets the lines of a place. */
  bracket({ start, end }) {
    for (let i = this.lineAt(start); i <= this.lineAt(Math.max(end - 1, start)); i += 1) this.lineItems[i].classList.add("stretch");
  }

  bringIntoView(line) {
    const mark = line.querySelector("mark.token") ?? line.querySelector("mark");
    this.body.scrollTo({
      top: line.offsetTop - this.body.clientHeight * 0.4,
      left: Math.max((mark?.offsetLeft ?? 0) - this.body.clientWidth * 0.6, 0),
    });
  }

  /** The parts of lines a mark covers, by line. */
  split(mark, byLine) {
    const { start, end } = mark.place;
    for (let i = this.lineAt(start); i < this.lines.length && this.lines[i].start <= Math.max(end - 1, start); i += 1) {
      const { start: begin, characters } = this.lines[i];
      const part = { from: Math.max(start - begin, 0), to: Math.min(end - begin, characters.length), kind: mark.kind };
      if (!byLine.has(i)) byLine.set(i, []);
      byLine.get(i).push(part);
    }
  }

  lineAt(offset) {
    let low = 0;
    let high = this.lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.lines[middle].start <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function boxOf(mark, size) {
  const [left, top, right, bottom] = mark.place.box;
  const box = make("div", { class: `box ${mark.kind}` });
  const room = mark.kind === "token" ? 3 : 1.5;
  box.style.left = `${((left - room) / size.width) * 100}%`;
  box.style.top = `${((top - room) / size.height) * 100}%`;
  box.style.width = `${((right - left + 2 * room) / size.width) * 100}%`;
  box.style.height = `${((bottom - top + 2 * room) / size.height) * 100}%`;
  return box;
}

const RANK = { token: 0, related: 1, row: 2 };

/** A line with its marked parts; where two overlap the more telling one is shown. */
function markedLine(characters, parts) {
  const kinds = new Array(characters.length).fill(null);
  const blanks = new Map();
  for (const { from, to, kind } of parts) {
    if (from >= to) blanks.set(from, kind);
    for (let i = from; i < to; i += 1) {
      if (kinds[i] === null || RANK[kind] < RANK[kinds[i]]) kinds[i] = kind;
    }
  }
  const made = [];
  let text = "";
  let kind = null;
  const flush = () => {
    if (text) made.push(kind === null ? text : make("mark", { class: kind }, text));
    text = "";
  };
  for (let i = 0; i <= characters.length; i += 1) {
    if (blanks.has(i)) {
      flush();
      made.push(make("mark", { class: `${blanks.get(i)} blank`, title: say("blank_here") }, "\u2423"));
    }
    if (i === characters.length) break;
    if (kinds[i] !== kind) {
      flush();
      kind = kinds[i];
    }
    text += characters[i];
  }
  flush();
  return made;
}
