// Tables that sort, search and are saved as CSV. Without this script they are there all the same.
"use strict";
for (const box of document.querySelectorAll(".sortable")) {
  const table = box.querySelector("table");
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const value = (row, i) => row.cells[i].dataset.v ?? row.cells[i].textContent.trim();
  const told = box.querySelector("output");

  heads.forEach((head, i) => {
    const button = document.createElement("button");
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const falls = head.ariaSort === "descending" || (head.ariaSort !== "ascending" && !head.classList.contains("number"));
      heads.forEach((one) => one.removeAttribute("aria-sort"));
      head.ariaSort = falls ? "ascending" : "descending";
      const sign = falls ? 1 : -1;
      const rows = [...body.rows].sort((a, b) => {
        const [x, y] = [value(a, i), value(b, i)];
        if (x === "" || y === "") return (x === "") - (y === ""); // what is not known stands last, either way
        return sign * (head.classList.contains("number") ? x - y : x.localeCompare(y, document.documentElement.lang));
      });
      body.append(...rows);
    });
  });

  const search = box.querySelector("input");
  const shown = () => [...body.rows].filter((row) => !row.hidden);
  const find = () => {
    const wanted = search.value.trim().toLowerCase();
    for (const row of body.rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
    told.textContent = `${shown().length} / ${body.rows.length}`;
  };
  search.addEventListener("input", find);

  const cell = (text) => {
    const safe = /^[=+\-@\t\r＝＋－＠]/.test(text) && !/^-?[\d.]+$/.test(text) ? `'${text}` : text;
    return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  box.querySelector(".save").addEventListener("click", () => {
    const lines = [heads.map((one) => cell(one.textContent.trim()))];
    for (const row of shown()) lines.push(heads.map((_, i) => cell(value(row, i))));
    const text = "\ufeff" + lines.map((line) => line.join(",")).join("\r\n") + "\r\n";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    link.download = box.dataset.name + ".csv";
    link.click();
    URL.revokeObjectURL(link.href);
  });
  box.querySelector(".tools").hidden = false;
  find();
}
