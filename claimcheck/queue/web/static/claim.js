// A claim beside its article: the claim is scrolled to, the lease is kept while somebody works, selected words become a comment's.
"use strict";
(() => {
  // -- the article stands where the claim is
  const text = document.getElementById("article");
  const here = text && text.querySelector(".c.on");
  const apart = () => text && getComputedStyle(text).overflowY === "auto";
  if (here && apart()) {
    const at = here.getBoundingClientRect().top - text.getBoundingClientRect().top;
    text.scrollTop += at - text.clientHeight / 3;
  }

  // -- verdicts by their number
  const decide = document.getElementById("decide");
  if (decide)
    decide.addEventListener("keydown", (event) => {
      if (!/^[1-9]$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey || !event.target.matches("[type='radio']")) return;
      const choice = decide.querySelectorAll("[name='verdict']")[event.key - 1];
      if (!choice) return;
      event.preventDefault();
      choice.checked = true;
      choice.focus();
      choice.dispatchEvent(new Event("input", { bubbles: true }));
    });

  // -- words that are selected in the article are what a comment is about
  const comment = document.getElementById("comment");
  const offset = (node, position) => {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const stretch = element.closest("[data-s]");
    if (!stretch || node.nodeType !== Node.TEXT_NODE) return null;
    return Number(stretch.dataset.s) + [...node.data.slice(0, position)].length; // code points, as the record counts
  };
  if (comment && text)
    document.addEventListener("selectionchange", () => {
      const selection = getSelection();
      if (selection.isCollapsed || !selection.rangeCount) return;
      const range = selection.getRangeAt(0);
      if (!text.contains(range.commonAncestorContainer)) return;
      const copy = range.cloneContents();
      for (const sign of copy.querySelectorAll(".n, .remark, .place, [hidden]")) sign.remove();
      const words = copy.textContent.replace(/\s+/g, " ").trim();
      if (!words || words.length > 2000) return;
      const lead = range.startContainer.nodeType === Node.TEXT_NODE ? range.startContainer.data.slice(range.startOffset).match(/^\s*/)[0].length : 0;
      const start = offset(range.startContainer, range.startOffset);
      comment.elements.quote.value = words;
      comment.elements.start.value = start === null ? "" : start + lead;
      comment.classList.add("quoting");
    });
  if (comment) comment.elements.quote.addEventListener("input", () => (comment.elements.start.value = ""));

  // -- the lease: kept while somebody moves, types or scrolls; it runs out when nobody does
  const lease = document.getElementById("lease");
  if (!lease) return;
  const left = document.getElementById("lease-left");
  const ownClock = Date.now(); // the server's clock may differ: only lengths of time are used
  let until = ownClock + Math.max(0, Date.parse(lease.dataset.until) - Date.parse(lease.dataset.now));
  const length = Number(lease.dataset.seconds) * 1000;
  let busy = false;
  let last = ownClock;
  let lost = false;

  const lose = (words) => {
    lost = true;
    lease.classList.add("message", "warning");
    lease.setAttribute("role", "alert");
    lease.textContent = words;
  };
  const tell = () => {
    const rest = Math.max(0, until - Date.now());
    const minutes = Math.floor(rest / 60000);
    left.textContent = minutes >= 1 ? `${minutes} min` : `${Math.ceil(rest / 1000)} s`;
    left.parentElement.classList.toggle("soon", rest < length / 5);
    if (rest === 0) lose("Your time with this claim has run out: others may take it. What you typed is still here; take the claim again, or decide now.");
  };
  const beat = async () => {
    busy = false;
    last = Date.now();
    try {
      const answer = await fetch(lease.dataset.beat, { method: "POST", headers: { Accept: "application/json" } });
      const told = await answer.json();
      if (answer.ok) until = Date.now() + length;
      else if (answer.status === 409) lose(told.problem);
    } catch {
      // The line may be down for a moment: the next beat tries again, and the clock on the page goes on.
    }
  };
  for (const kind of ["keydown", "pointerdown", "pointermove", "scroll"]) addEventListener(kind, () => (busy = true), { passive: true, capture: true });
  setInterval(() => {
    if (lost) return;
    tell();
    if (busy && document.visibilityState === "visible" && Date.now() - last > Math.min(length / 3, 60000)) beat();
  }, 1000);
  tell();
})();
