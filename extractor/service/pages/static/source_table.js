// A table of a file as the file has it: its grid with merged cells, the columns' names above, the cells of marks marked.

import { make } from "./common.js";

const RANK = ["token", "related", "near", "row", "stretch"];

/** The table element of {cells}, whose texts are characters of the report; `marks`: [{place, kind}]. */
export function tableOf({ cells }, characters, marks) {
  const rows = [];
  const looked = cells.find((cell) => marks[0] && covers(cell, marks[0].place));
  for (const cell of cells) {
    const text = cell.parts.map(([start, end]) => characters.slice(start, end).join("")).join("\n");
    const kind = RANK.find((one) => marks.some((mark) => mark.kind === one && covers(cell, mark.place)));
    const names = kind === undefined && looked && isBeside(cell, looked);
    const shown = make(cell.is_header ? "th" : "td", {
      rowspan: cell.row_span > 1 && cell.row_span,
      colspan: cell.column_span > 1 && cell.column_span,
      class: kind ?? (names ? "names" : false),
      "aria-current": kind === "token" && "true",
    }, text);
    (rows[cell.row] ??= []).push(shown);
  }
  return make("table", { class: "of-file" }, make("tbody", {}, ...Array.from(rows, (row) => make("tr", {}, ...(row ?? [])))));
}

/** Whether a place stands in a cell, or the cell in the place. */
function covers(cell, place) {
  return cell.parts.some(([start, end]) => start < Math.max(place.end, place.start + 1) && place.start < Math.max(end, start + 1));
}

/** Whether a cell stands above another, or before it: there its names are. */
function isBeside(cell, other) {
  const isOver = cell.row < other.row && cell.column < other.column + other.column_span && other.column < cell.column + cell.column_span;
  const isBefore = cell.column < other.column && cell.row < other.row + other.row_span && other.row < cell.row + cell.row_span;
  return isOver || isBefore;
}
