// The list of claims: ticking, and the fields that a bulk action needs.
"use strict";
(() => {
  const bulk = document.getElementById("bulk");
  if (!bulk) return;
  const ticks = [...document.querySelectorAll(".tick")];
  const all = document.getElementById("tick-all");
  const told = document.getElementById("ticked");
  const action = bulk.elements.action;
  let last = null;

  const count = () => {
    const number = ticks.filter((tick) => tick.checked).length;
    told.textContent = number ? `${number} ticked` : "none ticked";
    all.checked = number === ticks.length;
    all.indeterminate = number > 0 && number < ticks.length;
    for (const tick of ticks) tick.closest(".item").classList.toggle("ticked", tick.checked);
  };
  const fields = () => {
    for (const field of bulk.querySelectorAll(".for")) {
      const wanted = action.value !== "" && field.classList.contains(action.value);
      field.hidden = !wanted;
      const input = field.querySelector("input");
      if (input) input.required = wanted;
    }
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches(".tick")) count();
  });
  // Shift and click ticks all from the last that was clicked.
  document.addEventListener("click", (event) => {
    if (!event.target.matches(".tick")) return;
    if (event.shiftKey && last && last !== event.target) {
      const [from, to] = [ticks.indexOf(last), ticks.indexOf(event.target)].sort((a, b) => a - b);
      for (const tick of ticks.slice(from, to + 1)) tick.checked = event.target.checked;
    }
    last = event.target;
    count();
  });
  all.addEventListener("change", () => {
    for (const tick of ticks) tick.checked = all.checked;
    count();
  });
  action.addEventListener("change", fields);
  count();
  fields();
})();
