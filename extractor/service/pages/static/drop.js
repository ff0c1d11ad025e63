// A place that takes dropped files.

/** Calls `take(files)` with the files that are dropped on an element. */
export function acceptDrops(element, take) {
  let depth = 0;
  const mark = (change) => {
    depth += change;
    element.classList.toggle("over", depth > 0);
  };
  element.addEventListener("dragenter", () => mark(1));
  element.addEventListener("dragleave", () => mark(-1));
  element.addEventListener("dragover", (event) => event.preventDefault());
  element.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(-depth);
    if (event.dataTransfer.files.length) take(event.dataTransfer.files);
  });
}
