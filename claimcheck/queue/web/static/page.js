// What every page does: the theme, the help overlay, keys, moments in the reader's time zone, and care for what was typed.
//
// Keys need no code of their own: an element with data-key="a" is clicked when a is pressed, or focused when it is a field.
// Inside a list of elements with data-row, j and k go from row to row, and a row's own keys count before those of the page.
"use strict";
(() => {
  const root = document.documentElement;
  const kept = (name, value) => {
    try {
      if (value === undefined) return localStorage.getItem(name);
      if (value === null) localStorage.removeItem(name);
      else localStorage.setItem(name, value);
    } catch {
      // Storage may be forbidden: the choice lasts as long as the page.
    }
    return null;
  };

  // -- theme
  const theme = document.getElementById("theme");
  const themes = ["system", "light", "dark"];
  const told = () => (theme.querySelector("span").textContent = root.dataset.theme || "system");
  theme.addEventListener("click", () => {
    const next = themes[(themes.indexOf(root.dataset.theme || "system") + 1) % themes.length];
    if (next === "system") delete root.dataset.theme;
    else root.dataset.theme = next;
    kept("claimcheck-theme", next === "system" ? null : next);
    told();
  });
  told();

  // -- help, and whether keys are on (WCAG 2.1.4)
  const help = document.getElementById("help");
  const keysOn = document.getElementById("keys-on");
  keysOn.checked = kept("claimcheck-keys") !== "off";
  keysOn.addEventListener("change", () => kept("claimcheck-keys", keysOn.checked ? null : "off"));
  document.getElementById("help-open").addEventListener("click", () => help.showModal());

  // -- keys
  const FIELDS = "textarea, select, [contenteditable], input:not([type='checkbox'], [type='radio'], [type='submit'], [type='button'])";
  const seen = (element) => element.checkVisibility() && !element.disabled;
  const rows = () => [...document.querySelectorAll("[data-row]")].filter(seen);
  const rowOf = (element) => (element && element.closest ? element.closest("[data-row]") : null);

  const step = (by) => {
    const all = rows();
    if (!all.length) return false;
    const at = all.indexOf(rowOf(document.activeElement));
    const to = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
    const target = all[to].querySelector("[data-row-focus]") || all[to];
    target.focus({ preventScroll: true });
    all[to].scrollIntoView({ block: "nearest" });
    return true;
  };

  const bound = (key) => {
    const wanted = `[data-key="${CSS.escape(key)}"]`;
    const row = rowOf(document.activeElement);
    const inRow = row && [...row.querySelectorAll(wanted)].find(seen);
    if (inRow) return inRow;
    const elsewhere = [...document.querySelectorAll(`main ${wanted}, ${wanted}`)].filter((element) => seen(element) && !rowOf(element));
    return elsewhere.find((element) => element.closest("main")) || elsewhere[0];
  };

  const act = (element) => {
    const fold = element.closest("details:not([open])");
    if (fold) fold.open = true;
    if (element.matches(FIELDS) || element.dataset.does === "focus") {
      element.focus();
      element.scrollIntoView({ block: "nearest" });
      if (element.select) element.select();
    } else element.click();
  };

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const typing = event.target.matches(FIELDS);
    if (event.key === "Escape" && typing) return event.target.blur();
    if (typing || !keysOn.checked || event.key.length !== 1) return;
    const element = bound(event.key);
    if (event.key === "?") help.showModal();
    else if (element) act(element);
    else if (event.key === "j" || event.key === "k") {
      if (!step(event.key === "j" ? 1 : -1)) return;
    } else if (event.key === "/") location.assign("/#search");
    else return;
    event.preventDefault();
  });
  if (location.hash === "#search") document.getElementById("search")?.focus();

  // -- moments
  const full = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
  const moments = (place) => {
    for (const time of place.querySelectorAll("time[datetime*='T']")) {
      const text = full.format(new Date(time.dateTime));
      time.title = text;
      if (time.classList.contains("moment")) time.textContent = text;
    }
  };
  moments(document);

  // -- what was just done is said once, not again when the page is reloaded
  const here = new URL(location.href);
  if (here.searchParams.has("said")) {
    here.searchParams.delete("said");
    history.replaceState(null, "", here);
  }
  document.getElementById("problem")?.focus();

  // -- what was typed is not lost by leaving: forms with data-guard ask
  let dirty = false;
  for (const form of document.querySelectorAll("form[data-guard]")) {
    form.addEventListener("input", () => (dirty = true));
    if (document.getElementById("problem") && form.querySelector("textarea")?.value) dirty = true;
  }
  addEventListener("submit", (event) => {
    if (!event.defaultPrevented) dirty = false;
  });
  addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });

  // -- a form with data-confirm asks before it is sent
  addEventListener(
    "submit",
    (event) => {
      const question = event.submitter?.dataset.confirm || event.target.dataset.confirm;
      if (question && !confirm(question)) event.preventDefault();
    },
    true,
  );
})();
