// Who is at which report: the one that is shown is kept for who looks at it, until they go on or leave.

import { api, say, toast } from "./common.js";

const AGAIN_MILLISECONDS = 120_000;

export class Desk {
  /** `person`: who sits here; `tell(held)`: hears who else is at the report that is shown, null where nobody is. */
  constructor(person, tell) {
    this.person = person;
    this.tell = tell;
    this.document = null;
    setInterval(() => this.document && this.reserve(), AGAIN_MILLISECONDS);
    addEventListener("pagehide", () => this.leave());
  }

  /** Sits down at a report, and leaves the one before. */
  sit(document) {
    if (document === this.document) return;
    this.leave();
    this.document = document;
    this.tell(null);
    this.reserve();
  }

  async reserve() {
    const { document } = this;
    try {
      const { held, is_yours: isYours } = await api(`/v1/documents/${document}/reservation`, { method: "PUT" });
      if (document === this.document) this.tell(isYours ? null : held);
    } catch (error) {
      toast(`${say("not_reserved")} (${error.message})`, "warning");
    }
  }

  /** Leaves the report to others, also where the page is left. */
  leave() {
    if (!this.document) return;
    fetch(`/v1/documents/${this.document}/reservation`, { method: "DELETE", keepalive: true }).catch(() => {}); // it ends by itself
    this.document = null;
  }
}
