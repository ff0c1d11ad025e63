// Numbers as people write and read them: thousands grouped, and nothing lost between a text and its value.

const PLAIN = /^[+-]?\d+(\.\d+)?$/;
const GROUPED = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/;
const PARTS = /^([+-]?)(\d+)(\..*)?$/;
const FINEST = 20;

/** A number with all its digits, never with an exponent. */
export function plain(value) {
  const text = String(value);
  return text.includes("e-") ? value.toFixed(FINEST).replace(/0+$/, "") : text;
}

/** A text with the thousands of its number grouped, also while it is being typed; any other text as it is. */
export function grouped(text) {
  const parts = PARTS.exec(text);
  if (!parts) return text;
  const [, sign, whole, rest = ""] = parts;
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ",") + rest;
}

/**
 * The number that a text says, `{value}`; or the word for what is wrong with it, `{problem}`.
 * Digits may be full-width, thousands grouped; a number of more digits than can be kept is none.
 */
export function parse(text) {
  let said = text.normalize("NFKC").trim();
  if (said === "") return { problem: "type_first" };
  if (GROUPED.test(said)) said = said.replaceAll(",", "");
  if (!PLAIN.test(said)) return { problem: "no_number" };
  const value = Number(said);
  return canonical(said) === canonical(plain(value)) ? { value } : { problem: "too_many_digits" };
}

/** A number's text without the zeros and the sign that say nothing. */
function canonical(text) {
  const [, sign, whole, rest = ""] = PARTS.exec(text) ?? [null, "", text];
  const digits = whole.replace(/^0+(?=\d)/, "") + rest.replace(/\.?0*$/, "");
  return sign === "-" && digits !== "0" ? `-${digits}` : digits;
}
