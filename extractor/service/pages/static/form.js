// A statutory form as the API gives it: what its fields are called, where they stand, and its equations.

import { say, sayOr } from "./common.js";

const MOST_NAMED = 2; // so many terms of an equation's side are named one by one

/** The edition of a form whose fields are just these, loaded once. */
export async function formOf(api, id, keys) {
  const editions = (await allForms(api)).filter((form) => form.id === id);
  const wanted = [...keys].sort().join(" ");
  return editions.find((form) => [...form.fields.keys()].sort().join(" ") === wanted) ?? null;
}

/** A form that has this field. */
export async function formWith(api, field) {
  return (await allForms(api)).find((form) => form.fields.has(field)) ?? null;
}

let loading = null;

function allForms(api) {
  loading ??= api("/v1/forms").then((forms) =>
    Promise.all(forms.map((one) => api(`/v1/forms/${one.id}?edition=${one.edition}`).then((form) => new Form(form)))),
  );
  return loading;
}

function withOrdinal(ordinal, label) {
  if (!ordinal) return label;
  const mark = /^\d+$/.test(ordinal) ? "." : ordinal.endsWith("）") ? "" : "、";
  return ordinal + mark + label;
}

export class Form {
  constructor(form) {
    this.id = form.id;
    this.sections = form.sections;
    this.identities = form.identities;
    /** field → {section, block, row, column, slot} */
    this.fields = new Map();
    for (const section of form.sections) {
      for (const block of section.blocks) {
        for (const row of block.rows) {
          row.fields.forEach((field, slot) =>
            this.fields.set(field, { section, block, row, column: block.columns[slot], slot }),
          );
        }
      }
    }
    this.identitiesByField = new Map([...this.fields.keys()].map((field) => [field, []]));
    for (const identity of form.identities) {
      for (const field of [...identity.left, ...identity.right]) this.identitiesByField.get(field)?.push(identity);
    }
  }

  /** What the form calls a field, from the outside in. */
  path(field) {
    const { section, row, column } = this.fields.get(field);
    const groups = new Map(section.groups.map((group) => [group.key, withOrdinal(group.ordinal, group.labels[0])]));
    const path = [withOrdinal(section.ordinal, section.titles[0])];
    for (const span of section.spans) if (span.over.includes(column.group)) path.push(span.label);
    path.push(...row.groups.map((key) => groups.get(key)));
    if (row.labels.length) path.push(this.rowLabel(row));
    if (column.group) path.push(groups.get(column.group));
    return [...path, column.labels[0]];
  }

  rowLabel(row) {
    return row.labels.length ? withOrdinal(row.ordinal, row.labels[0]) : "";
  }

  /** What tells a field from the others of an identity: its row where those differ, else its column. */
  shortNames(identity) {
    const all = [...identity.left, ...identity.right];
    const rows = new Set(all.map((field) => this.fields.get(field).row.key));
    return new Map(
      all.map((field) => {
        const { row, column } = this.fields.get(field);
        return [field, rows.size > 1 ? row.short : column.labels[0]];
      }),
    );
  }

  /** What an equation is called: its row or column, and its sides; another text where it is none of the form's. */
  equationNamed(name) {
    const identity = this.identities.find((one) => one.name === name);
    if (!identity) return sayOr(`proof_${name}`, name);
    const all = [...identity.left, ...identity.right];
    const { row, column, section } = this.fields.get(all[0]);
    const isColumn = new Set(all.map((field) => this.fields.get(field).row.key)).size > 1;
    const group = section.groups.find((one) => one.key === column.group)?.labels[0];
    const place = isColumn ? column.labels[0] : row.labels[0] ?? group;
    const names = this.shortNames(identity);
    const side = (fields) => (fields.length > MOST_NAMED ? say("items_sum") : fields.map((field) => names.get(field)).join(" + "));
    return say(isColumn ? "equation_of_column" : "equation_of_row", { place, left: side(identity.left), right: side(identity.right) });
  }

  /** The fields that stand in one printed row with this one: of a row of several groups, its own group's. */
  rowOf(field) {
    const { block, row, column } = this.fields.get(field);
    return row.fields.filter((_, slot) => block.columns[slot].group === column.group);
  }

  /** The tables of a section, each with its corner, its columns' labels and its rows: a group of columns is a row. */
  tablesOf(key) {
    const section = this.sections.find((one) => one.key === key);
    return section.blocks.map((block) => {
      const groups = [...new Set(block.columns.map((column) => column.group))];
      const slotsOf = (group) => block.columns.map((_, slot) => slot).filter((slot) => block.columns[slot].group === group);
      const nameOf = (group) => section.groups.find((one) => one.key === group)?.labels[0];
      const line = (row, group) => ({
        label: [groups.length > 1 ? nameOf(group) : "", this.rowLabel(row)].filter(Boolean).join(" · "),
        fields: slotsOf(group).map((slot) => row.fields[slot]),
      });
      return {
        corner: block.heading?.[0] ?? "",
        columns: slotsOf(groups[0]).map((slot) => block.columns[slot].labels[0]),
        rows: block.rows.flatMap((row) => groups.map((group) => line(row, group))),
      };
    });
  }

  /** The rows around a field's row with their columns: [{label, fields}], and the columns' labels; groups of columns whole. */
  excerpt(field, around = 2) {
    const { section, block, row, column } = this.fields.get(field);
    if (column.group) return this.tablesOf(section.key)[section.blocks.indexOf(block)];
    const slots = block.columns.map((_, slot) => slot);
    const at = block.rows.indexOf(row);
    const rows = block.rows.slice(Math.max(at - around, 0), at + around + 1);
    return {
      corner: "",
      columns: slots.map((slot) => block.columns[slot].labels[0]),
      rows: rows.map((one) => ({ label: this.rowLabel(one), fields: slots.map((slot) => one.fields[slot]) })),
    };
  }
}

/** The two sides of an identity and what is between them, null where a figure is unknown. `valueOf`: field → number or null. */
export function weigh(identity, valueOf) {
  const sum = (fields) => {
    let total = 0;
    for (const field of fields) {
      const value = valueOf(field);
      if (value === null || value === undefined) return null;
      total += value;
    }
    return total;
  };
  const left = sum(identity.left);
  const right = sum(identity.right);
  return { left, right, residual: left === null || right === null ? null : left - right };
}
