// Asks for a sentence: why a figure is put aside, or what others should know about a decision.

import { say } from "./common.js";

/** What is written, null where it is given up. `action` names the question: a note may be empty, a reason may not. */
export function askWhy(action, text = "") {
  const dialog = document.getElementById("why-dialog");
  const part = (name) => dialog.querySelector(`#why-${name}`);
  const field = part("text");
  part("title").textContent = say(`why_${action}`);
  field.value = text;
  field.required = action !== "note";
  dialog.showModal();
  field.focus();
  return new Promise((resolve) => {
    const answer = (isYes) => {
      if (isYes && !field.reportValidity()) return;
      resolve(isYes ? field.value.trim() : null);
      dialog.close();
    };
    part("yes").onclick = () => answer(true);
    part("no").onclick = () => answer(false);
    dialog.onkeydown = (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.target.matches("button")) return;
      event.preventDefault();
      event.stopPropagation(); // what decides on the page is another Enter
      answer(true);
    };
    dialog.onclose = () => dialog.open || resolve(null); // where it is open again, it was the question before that closed
  });
}
