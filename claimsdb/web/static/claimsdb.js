// Optional conveniences: every page works without this script.
"use strict";

for (const button of document.querySelectorAll("button.copy")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  const label = button.firstChild;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    label.data = "Copied";
    setTimeout(() => { label.data = "Copy"; }, 2000);
  });
}

for (const picture of document.querySelectorAll(".on-page img")) {
  const gone = () => {
    const section = picture.closest("section");
    picture.closest("figure").remove();
    if (!section.querySelector("figure")) section.remove();
  };
  if (picture.complete && !picture.naturalWidth && picture.currentSrc) gone();
  picture.addEventListener("error", gone);
}
