// The overview: files are sent as a batch, and running jobs tell how far they are.

import { api, make, say, telling, toast } from "./common.js";
import { acceptDrops } from "./drop.js";

const jobs = document.getElementById("jobs");
let sending = 0;
let hasEnded = false;

/** Loads the page anew, with what came of a job that ended, unless that would cut off files that are being sent. */
function renew() {
  if (hasEnded && sending === 0) location.reload();
}

/** Follows a job to its end. */
function follow(shown) {
  const events = new EventSource(`/v1/jobs/${shown.dataset.job}/events`);
  const tell = (event) => {
    const job = JSON.parse(event.data);
    const { done, failed, cancelled } = job.counts;
    const bar = shown.querySelector("progress");
    bar.max = job.total;
    bar.value = done + failed + cancelled;
    shown.querySelector(".told").textContent = say("job_progress", { done, total: job.total, failed });
  };
  events.addEventListener("progress", tell);
  events.addEventListener("end", (event) => {
    tell(event);
    events.close();
    hasEnded = true;
    renew();
  });
}

/** Sends files, and follows the job that reads them. */
async function send(files) {
  if (!files.length) return;
  sending += 1;
  try {
    show(await post(files));
  } finally {
    sending -= 1;
  }
  renew(); // not where sending failed: that is told on this page
}

async function post(files) {
  toast(say("uploading", { n: files.length }));
  const body = new FormData();
  for (const file of files) body.append("files", file);
  return api("/v1/batches", { method: "POST", body });
}

function show(job) {
  document.getElementById("no-jobs")?.remove();
  const shown = make(
    "div",
    { class: "job", dataset: { job: job.id, state: job.state } },
    make("span", {}, make("a", { href: `/jobs/${job.id}` }, job.id), " ", make("span", { class: "told" })),
    make("span", { class: "chip" }, ""),
    make("progress", { max: job.total, value: 0, "aria-label": job.id }),
  );
  jobs.prepend(shown);
  follow(shown);
}

const form = document.getElementById("upload");
if (form) {
  const input = form.querySelector("input");
  acceptDrops(document.getElementById("drop"), (files) => telling(() => send(files)));
  input.addEventListener("change", () => telling(() => send(input.files)));
}
for (const shown of jobs.querySelectorAll("[data-state=queued], [data-state=running]")) follow(shown);
