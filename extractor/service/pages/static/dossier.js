// Everything the pages need of one document, loaded once and kept for a while.

import { api, say } from "./common.js";
import { formOf } from "./form.js";

const KEPT = 12;
const MOST_PLACES = 6; // more than these are one stretch, and so is one that is longer than a line or two
const MOST_CHARACTERS = 160;
const known = new Map();
const CONFLICTS = { "report.unit": "unit-conflict", "report.year": "year-conflict" };
const START = { start: 0, end: 0, page: null, box: null }; // titles stand there

/** Whether a field is the report's body or year. */
export function isPart(field) {
  return field in CONFLICTS;
}

/** The dossier of a document; the ones asked for last are kept. */
export function dossierOf(sha256) {
  let found = known.get(sha256);
  if (found) known.delete(sha256);
  else found = load(sha256).catch((error) => (known.delete(sha256), Promise.reject(error)));
  known.set(sha256, found);
  if (known.size > KEPT) known.delete(known.keys().next().value);
  return found;
}

/** Has a document be loaded anew before it is shown again: what is known of it may hold no longer. */
export function forgetDossier(sha256) {
  known.delete(sha256);
}

/** Takes what figures are now, also into dossiers that are just being loaded. */
export function takeFigures(figures) {
  for (const figure of figures) {
    known.get(figure.document)?.then(
      (dossier) => dossier.update(figure),
      () => {}, // told to who asked for it
    );
  }
}

async function load(sha256) {
  const address = `/v1/documents/${sha256}`;
  const [document, fields, identity, text, pages, tables] = await Promise.all([
    api(address),
    api(`${address}/fields`),
    api(`${address}/report`),
    api(`${address}/text`),
    api(`${address}/pages`),
    api(`${address}/tables`),
  ]);
  const [extraction, findings, keyed] = await Promise.all([
    api(`${address}/extractions`).then((all) => all.at(-1)),
    api(`/v1/extractions/${document.extraction}/findings`),
    api(`${address}/second-keying`),
  ]);
  const form = await formOf(api, extraction.report.form, fields.map((one) => one.field));
  const parts = [identity.unit, identity.year].filter(Boolean);
  const report = { ...extraction.report, unit: identity.unit?.text ?? null, year: identity.year?.value ?? null };
  return new Dossier(document, report, [...parts, ...fields], findings, form, text.text, pages.pages, keyed, tables.tables);
}

/** The dossier of a draft that is not stored: {report, fields, findings, text}; it is shown as text. */
export async function draftDossier(api, draft) {
  const fields = Object.entries(draft.fields).map(([field, one]) => ({ candidates: [], ...one, field, decision: null }));
  const form = await formOf(api, draft.report.form, Object.keys(draft.fields));
  return new Dossier({ sha256: null, name: "" }, draft.report, fields, draft.findings, form, draft.text, []);
}

class Dossier {
  constructor(document, report, fields, findings, form, text, pages, keyed = [], tables = []) {
    this.document = document;
    this.sha256 = document.sha256;
    this.report = report;
    this.fields = new Map(fields.map((one) => [one.field, one]));
    this.findings = findings;
    this.form = form;
    this.text = text;
    this.pages = pages;
    this.keyed = keyed;
    this.tables = new Map(tables.map((one) => [one.number, one]));
  }

  /** What else is proposed for a figure: by two people who keyed it and differ, and by the smallest repairs of an equation. */
  proposedFor(field) {
    const keyed = this.keyed.filter((one) => one.field === field).flatMap((one) => [one.first, one.second]);
    const changes = this.findingsAbout(field).flatMap((one) => (one.repairs ?? []).flat()).filter((one) => one.field === field);
    return [
      ...keyed.map(({ who, value }) => ({ value, printed: null, reader: who })),
      ...changes.map(({ value }) => ({ value, printed: null, reader: "repair" })),
    ];
  }

  /** The address of a page's picture. */
  pictureOf(number, width) {
    return `/v1/documents/${this.sha256}/pages/${number}.png?width=${width}`;
  }

  /** Has the browser load the picture of a page before it is needed. */
  prepare(place) {
    if (place?.page && this.pages.length) new Image().src = this.pictureOf(place.page, 1600);
  }

  /** Takes what a figure is now. */
  update(field) {
    this.fields.set(field.field, field);
  }

  /** Where a figure stands; where that is not known, where one does that stands near it in the form, or its finding looks. */
  placeNear(field) {
    const own = this.fields.get(field)?.place;
    if (own || !this.form) return own ?? null;
    if (isPart(field)) return this.findingsAbout(field).flatMap((one) => one.places)[0] ?? START;
    const table = [...this.fields.values()].filter((one) => one.section === this.fields.get(field).section);
    const at = table.findIndex((one) => one.field === field);
    const told = this.findingsAbout(field).flatMap((one) => one.places)[0];
    if (told) return told;
    for (let step = 1; step < table.length; step += 1) {
      const near = table[at - step]?.place ?? table[at + step]?.place;
      if (near) return near;
    }
    return null;
  }

  /** Where the findings about a figure look, but not at itself: each place, or one stretch where they are many. */
  toldMarks(field) {
    const own = this.fields.get(field).place;
    const places = this.findingsAbout(field).flatMap((one) => one.places).filter((one) => one.start !== own?.start);
    const isLong = (place) => place.end - place.start > MOST_CHARACTERS;
    if (places.length > MOST_PLACES) return [{ place: stretch(places), kind: "stretch" }];
    return places.map((place) => ({ place, kind: isLong(place) ? "stretch" : "related" }));
  }

  /** What the form calls a field, from the outside in; of the report's body and year, what pages call these. */
  path(field) {
    if (isPart(field)) return [say("part"), say(`part_${field}`)];
    return this.form ? this.form.path(field) : [field];
  }

  /** The fields that stand in one printed row with this one. */
  rowOf(field) {
    return this.form && !isPart(field) ? this.form.rowOf(field) : [field];
  }

  findingsAbout(field) {
    if (isPart(field)) return this.findings.filter((one) => one.code === CONFLICTS[field]);
    return this.findings.filter((one) => one.fields.includes(field));
  }
}

/** The place from the first of some places to the last, on the page of the first. */
function stretch(places) {
  const start = Math.min(...places.map((one) => one.start));
  const end = Math.max(...places.map((one) => one.end));
  const { page } = places.find((one) => one.start === start);
  const boxes = places.filter((one) => one.page === page && one.box).map((one) => one.box);
  const box = boxes.length ? [0, 1, 2, 3].map((i) => Math[i < 2 ? "min" : "max"](...boxes.map((one) => one[i]))) : null;
  return { start, end, page, box };
}
