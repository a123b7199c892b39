import { initAll } from "./build/govuk-frontend.min.js";

initAll();

// A part of a page that says how far something is, asked for again until the page comes without it. The button beside it does the
// same by hand: nothing here is needed to know how far it is.
const EVERY = 2000;
const FAILURES = 10;
const watched = document.querySelector("[data-hamlet-watch]");

async function lookAgain(failures) {
  if (!document.hidden) {
    try {
      const answer = await fetch(window.location.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.querySelector("[data-hamlet-watch]");
      if (answer.ok && !now) {
        window.location.reload();
        return;
      }
      failures = answer.ok ? 0 : failures + 1;
      if (now) watched.replaceChildren(...now.childNodes);
    } catch {
      failures += 1;
    }
  }
  if (failures < FAILURES) window.setTimeout(lookAgain, EVERY, failures);
}

if (watched) window.setTimeout(lookAgain, EVERY, 0);
