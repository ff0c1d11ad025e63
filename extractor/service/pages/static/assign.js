// Reports are given to somebody to review.

import { api, say, toast } from "./common.js";

/** Gives these reports, by hash, to who is named; with an empty name they are nobody's. */
export async function assign(documents, who) {
  const made = await api("/v1/assignments", { method: "POST", json: { documents, who: who || null } });
  toast(say(who ? "assigned" : "unassigned", { who, n: made.documents }));
}
