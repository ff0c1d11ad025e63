// Proposals for a whole row: the printed figures, in their order, placed into the row's slots in other ways.

import { weigh } from "./form.js";

/** All ways to choose `count` of `size` places, in order. */
export function ways(size, count) {
  if (count > size) return [];
  if (count === 0) return [[]];
  const made = [];
  for (let first = 0; first <= size - count; first += 1) {
    for (const rest of ways(size - first - 1, count - 1)) made.push([first, ...rest.map((one) => one + first + 1)]);
  }
  return made;
}

/** The figures printed in a row, from left to right, each once: what its fields hold and what their candidates are. */
export function printedIn(row, fields) {
  const found = new Map();
  for (const key of row) {
    const field = fields.get(key);
    for (const one of [field, ...field.candidates]) {
      if (one.place && one.printed && Number.isInteger(one.value) && one.place.end > one.place.start) {
        found.set(one.place.start, one.value);
      }
    }
  }
  return [...found].sort((a, b) => a[0] - b[0]).map(([, value]) => value);
}

function placements(figures, size) {
  if (figures.length === 0) return [];
  if (figures.length > size) {
    return ways(figures.length, size).map((chosen) => chosen.map((i) => figures[i]));
  }
  return ways(size, figures.length).map((slots) => {
    const values = new Array(size).fill(0);
    slots.forEach((slot, i) => (values[slot] = figures[i]));
    return values;
  });
}

/** How one row differs from another: moved by one from some slot on, or in another way. */
export function describe(before, after) {
  const from = after.findIndex((value, i) => value !== before[i]);
  const size = after.length;
  const moved = (step) => {
    for (let i = from; i < size; i += 1) {
      const source = i - step;
      const expected = source < from || source >= size ? 0 : before[source];
      if (after[i] !== expected) return false;
    }
    return true;
  };
  if (from < 0) return { way: "same", from: 0 };
  if (before.some((value) => value === null)) return { way: "placed", from };
  if (moved(1)) return { way: "right", from };
  if (moved(-1)) return { way: "left", from };
  return { way: "placed", from };
}

/**
 * The best other placements of a row's figures: those that break fewer of the form's equations than the row as it is,
 * or none of them where a figure of the row is unknown.
 * All that are equally good, or none: where there are more than can be shown, nothing tells which of them is right.
 * `row`: field keys; `valueOf`: field → what it is now; `form`: its identities. Of each: its values, how many equations
 * it breaks (`broken`), how many cannot be known yet (`unknown`), and how it differs (`way`, `from`).
 */
export function proposals(row, fields, form, valueOf, most = 3) {
  const figures = printedIn(row, fields);
  if (figures.length > row.length + 2) return [];
  const identities = [...new Set(row.flatMap((key) => form.identitiesByField.get(key)))];
  if (identities.length === 0) return [];
  const now = row.map((key) => valueOf(key));
  const score = (values) => {
    const own = new Map(row.map((key, i) => [key, values[i]]));
    let broken = 0;
    let unknown = 0;
    for (const identity of identities) {
      const { residual } = weigh(identity, (key) => (own.has(key) ? own.get(key) : valueOf(key)));
      if (residual === null) unknown += 1;
      else if (residual !== 0) broken += 1;
    }
    return { broken, unknown };
  };
  const current = score(now);
  const isOpen = now.some((value) => value === null);
  const seen = new Set([now.join()]);
  const made = [];
  for (const values of placements(figures, row.length)) {
    if (seen.has(values.join())) continue;
    seen.add(values.join());
    const scored = score(values);
    if (scored.broken < (isOpen ? 1 : current.broken)) made.push({ values, ...scored, ...describe(now, values) });
  }
  const fewest = Math.min(...made.map((one) => one.broken));
  const best = made.filter((one) => one.broken === fewest);
  return best.length <= most ? best : [];
}
