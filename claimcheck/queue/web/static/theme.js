// Before anything is painted: the theme that was chosen, and that there are scripts.
"use strict";
{
  const root = document.documentElement;
  root.classList.add("scripted");
  let chosen = null;
  try {
    chosen = localStorage.getItem("claimcheck-theme");
  } catch {
    // Storage may be forbidden: then the system's theme is as good as any.
  }
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
}
