// What is to be printed: the button, and pictures of pages cut to what is around a figure.

import { api } from "./common.js";

const AROUND = 60; // points of the page above and below

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());

const cuts = [...document.querySelectorAll(".cut")];
if (cuts.length) {
  const { pages } = await api(`/v1${location.pathname.replace(/\/decided$/, "")}/pages`);
  for (const cut of cuts) {
    const size = pages.find((page) => String(page.number) === cut.dataset.page);
    const [left, top, right, bottom] = cut.dataset.box.split(" ").map(Number);
    const picture = cut.querySelector("img");
    const scale = () => picture.clientWidth / size.width;
    const place = () => {
      cut.style.height = `${(bottom - top + 2 * AROUND) * scale()}px`;
      picture.style.top = `${-(top - AROUND) * scale()}px`;
      Object.assign(mark.style, { left: `${left * scale()}px`, top: `${AROUND * scale()}px`, width: `${(right - left) * scale()}px`, height: `${(bottom - top) * scale()}px` });
    };
    const mark = document.createElement("div");
    mark.className = "box token";
    cut.append(mark);
    if (picture.complete) place();
    picture.addEventListener("load", place);
    addEventListener("resize", place);
  }
}
