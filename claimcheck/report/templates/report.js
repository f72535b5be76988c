// The report at work: what is chosen in the text is shown among the cards and the other way round; filters; keys.
// Without it the page is a text with links to its cards. Elements are only given or denied classes, never made anew.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");
  const views = [...document.querySelectorAll(".view")];
  const chooser = document.getElementById("switch");
  const help = document.getElementById("help");
  const keysOn = document.getElementById("keys-on");
  const workplaces = new Map();

  /** An article's cards and marks, and what is chosen of them. */
  class Workplace {
    constructor(section) {
      this.section = section;
      this.list = section.querySelector(".cards");
      this.cards = [...section.querySelectorAll(".card")];
      this.byNumber = new Map(this.cards.map((card) => [card.dataset.n, card]));
      this.marks = [...section.querySelectorAll("[data-c]")].map((element) => ({ element, claims: element.dataset.c.split(" ") }));
      this.numbers = [...section.querySelectorAll(".n")];
      this.marksOf = new Map(this.cards.map((card) => [card.dataset.n, []]));
      for (const mark of this.marks) for (const claim of mark.claims) this.marksOf.get(claim).push(mark.element);
      this.form = section.querySelector(".filters");
      this.shown = this.form.querySelector(".shown");
      this.said = this.shown.textContent;
      this.chosen = null;
      this.pointed = [];
      this.ordered = "";
      this.facets = this.cards.map((card) => ({
        card,
        n: card.dataset.n,
        types: ` ${card.dataset.types} `,
        speakers: ` ${card.dataset.speakers} `,
        level: card.dataset.level,
        check: card.dataset.check,
        finding: card.dataset.finding,
        evidence: ` ${card.dataset.evidence} `,
        words: null,
      }));
      this.listen();
      this.filter();
    }

    listen() {
      const apply = () => this.filter();
      this.form.addEventListener("input", apply);
      this.form.addEventListener("submit", (event) => event.preventDefault());
      this.form.addEventListener("reset", () => setTimeout(apply));
      this.section.addEventListener("click", (event) => this.click(event));
      this.section.addEventListener("mouseover", (event) => this.point(event.target));
      this.section.addEventListener("mouseleave", () => this.point(null));
    }

    filter() {
      const asked = Object.fromEntries(new FormData(this.form));
      const words = asked.words.toLowerCase().split(/\s+/).filter(Boolean);
      const left = new Set();
      for (const facet of this.facets) {
        if (words.length && facet.words === null) facet.words = this.wordsOf(facet.card);
        const fits =
          (!asked.types || facet.types.includes(` ${asked.types} `)) &&
          (!asked.speakers || facet.speakers.includes(` ${asked.speakers} `)) &&
          (!asked.level || facet.level === asked.level) &&
          (!asked.check || facet.check === asked.check) &&
          (!asked.finding || facet.finding === asked.finding) &&
          (!asked.evidence || facet.evidence.includes(` ${asked.evidence} `)) &&
          words.every((word) => facet.words.includes(word));
        facet.card.classList.toggle("out", !fits);
        if (fits) left.add(facet.n);
      }
      for (const mark of this.marks) mark.element.classList.toggle("out", !mark.claims.some((claim) => left.has(claim)));
      for (const number of this.numbers) number.classList.toggle("out", !left.has(number.dataset.claim));
      if (asked.order !== this.ordered) this.order(asked.order);
      if (this.chosen && !left.has(this.chosen)) this.choose(null);
      const all = left.size === this.cards.length;
      const pattern = left.size || all ? this.shown.dataset.words : this.shown.dataset.none;
      this.shown.textContent = all ? this.said : pattern.replace("{shown}", left.size).replace("{all}", this.cards.length);
    }

    /** What a search looks at: the article's words and names, not the labels of the card. */
    wordsOf(card) {
      const said = card.querySelectorAll("h3, q, .words, .chain b, .finding [dir]");
      return Array.from(said, (element) => element.textContent).join(" ").toLowerCase();
    }

    order(by) {
      this.ordered = by;
      const cards = [...this.cards];
      if (by === "priority") cards.sort((a, b) => b.dataset.score - a.dataset.score || a.dataset.n - b.dataset.n);
      this.list.append(...cards);
    }

    click(event) {
      if (event.target.closest(".close")) return this.choose(null);
      const linked = event.target.closest("[data-claim]");
      if (linked) {
        event.preventDefault();
        return this.choose(linked.dataset.claim, true);
      }
      const back = event.target.closest(".back");
      if (back) {
        event.preventDefault();
        return this.choose(back.closest(".card").dataset.n, true);
      }
      const mark = event.target.closest("[data-c]");
      if (mark && !mark.classList.contains("out")) {
        const claims = mark.dataset.c.split(" ").filter((claim) => !this.byNumber.get(claim).classList.contains("out"));
        return this.choose(claims[(claims.indexOf(this.chosen) + 1) % claims.length], false);
      }
      const card = event.target.closest(".card");
      if (card && !event.target.closest("a, summary, button") && getSelection().isCollapsed) this.choose(card.dataset.n, true, false);
    }

    /** Lights up the cards of the words that are pointed at, or the words of the card. */
    point(target) {
      const at = target && target.closest ? target.closest("[data-c], .card") : null;
      const lit = [];
      if (at && at.matches(".card")) lit.push(at, ...this.marksOf.get(at.dataset.n));
      else if (at && !at.classList.contains("out"))
        for (const claim of at.dataset.c.split(" ")) lit.push(this.byNumber.get(claim), ...this.marksOf.get(claim));
      const now = new Set(lit);
      for (const element of this.pointed) if (!now.has(element)) element.classList.remove("hot");
      for (const element of lit) element.classList.add("hot");
      this.pointed = lit;
    }

    /** Chooses a claim by its number, none with null. `text`: its words are scrolled to; `list`: so is its card. */
    choose(number, text = true, list = true) {
      const change = (claim, on) => {
        const card = this.byNumber.get(claim);
        if (!card) return;
        card.classList.toggle("on", on);
        for (const element of this.marksOf.get(claim)) element.classList.toggle("on", on);
      };
      change(this.chosen, false);
      this.chosen = number;
      if (number === null) return;
      const card = this.byNumber.get(number);
      if (card.classList.contains("out")) this.form.reset(), this.filter();
      change(number, true);
      const narrow = getComputedStyle(card).position === "fixed";
      if (list && !narrow) card.scrollIntoView({ block: "nearest" });
      const first = this.marksOf.get(number)[0];
      if (text && first) first.scrollIntoView({ block: narrow ? "start" : "center" });
      if (text && list && !narrow) card.scrollIntoView({ block: "nearest" });
      if (list) card.focus({ preventScroll: true });
    }

    step(by) {
      const cards = [...this.list.children].filter((card) => !card.classList.contains("out"));
      if (!cards.length) return;
      const at = cards.findIndex((card) => card.dataset.n === this.chosen);
      const to = at < 0 ? (by > 0 ? 0 : cards.length - 1) : Math.min(Math.max(at + by, 0), cards.length - 1);
      this.choose(cards[to].dataset.n);
    }
  }

  const shownView = () => views.find((view) => !view.hidden);
  const work = () => {
    const view = shownView();
    if (!view || !view.matches(".article")) return null;
    if (!workplaces.has(view)) workplaces.set(view, new Workplace(view));
    return workplaces.get(view);
  };

  /** Shows the view that the address asks for, and opens the claim that it names. */
  const go = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const view = (target && target.closest(".view")) || (target ? shownView() : null) || views[0];
    for (const other of views) other.hidden = other !== view;
    if (chooser) chooser.value = view.id;
    const place = work();
    if (target === view) scrollTo(0, 0);
    else if (target && target.matches(".card")) place.choose(target.dataset.n);
    else if (target && target.matches("details")) {
      target.open = true;
      target.scrollIntoView();
    } else if (target) target.scrollIntoView({ block: target.matches(".place") ? "center" : "start" });
  };
  addEventListener("hashchange", go);
  if (chooser) chooser.addEventListener("change", () => (location.hash = chooser.value));
  document.getElementById("help-open").addEventListener("click", () => help.showModal());
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const place = work();
    const typing = event.target.matches("input, select, textarea");
    if (event.key === "Escape") {
      if (typing) event.target.blur();
      else if (place) place.choose(null);
      return;
    }
    if (typing || !keysOn.checked) return;
    if (event.key === "?") help.showModal();
    else if (place && event.key === "j") place.step(1);
    else if (place && event.key === "k") place.step(-1);
    else if (place && event.key === "/") place.form.elements.words.focus();
    else return;
    event.preventDefault();
  });
  go();
})();
