// What others do, while the page is open: states change in place, and the page says what is new. Nothing that is typed is touched.
//
// One tab of a browser listens and tells the others, because a browser keeps only a few lines to a server open.
"use strict";
(() => {
  const place = document.getElementById("live");
  if (!place || !window.EventSource) return;
  const here = place.dataset.item || null; // the claim that the page is about
  const lists = place.dataset.lists !== undefined; // the page is a list, so new claims matter
  const changed = new Set();
  const added = new Set();
  let anew = false;

  const things = (number, one, many) => `${number} ${number === 1 ? one : many}`;
  const tell = () => {
    const parts = [];
    if (changed.size) parts.push(things(changed.size, "claim changed", "claims changed"));
    if (added.size) parts.push(things(added.size, "new claim", "new claims"));
    if (anew) parts.splice(0, parts.length, "Much changed");
    if (!parts.length) return;
    place.querySelector("span").textContent = `${parts.join(", ")}.`;
    place.hidden = false;
  };

  const said = {
    "item.taken": "Somebody else took this claim.",
    "item.decided": "Somebody else gave a verdict on this claim.",
    "item.dismissed": "Somebody else dismissed this claim.",
    "item.adjudicated": "Somebody else settled this claim.",
    "item.reopened": "Somebody else reopened this claim.",
    "item.corrected": "Somebody else noted that the article was put right.",
    "item.released": "Somebody gave this claim back.",
    "item.expired": "The time for which this claim was taken ran out.",
    "item.changed": "The article has a new version, in which this claim is another.",
    "item.orphaned": "The article has a new version, without this claim.",
    "item.carried": "The article has a new version, with this claim in it.",
    "item.returned": "The article has a new version, with this claim in it again.",
    "comment.added": "There is a new comment.",
  };

  const change = (data) => {
    const id = data.item === null ? null : String(data.item);
    if (id !== null && data.state) {
      for (const row of document.querySelectorAll(`[data-item="${id}"]`)) {
        if (row.dataset.state === data.state) continue;
        row.dataset.state = data.state;
        row.classList.remove("fresh");
        void row.offsetWidth; // so that the animation begins anew
        row.classList.add("fresh");
        for (const badge of row.querySelectorAll(".state")) {
          badge.className = `state ${data.state}`;
          badge.textContent = data.state;
        }
        for (const form of row.querySelectorAll("form.act")) form.hidden = data.state !== "new";
      }
    }
    if (here !== null) {
      if (id !== here || data.mine) return;
      place.querySelector("span").textContent = said[data.action] || "Somebody else changed this claim.";
      place.classList.toggle("warning", data.action.startsWith("item."));
      place.hidden = false;
      return;
    }
    if (data.mine || id === null) return;
    if (document.querySelector(`[data-item="${id}"]`)) changed.add(id);
    else if (lists && (data.action === "item.queued" || data.action === "item.returned")) added.add(id);
    tell();
  };
  const reload = () => {
    anew = true;
    tell();
  };
  const handle = (message) => {
    if (message.kind === "change") change(message.data);
    else if (message.kind === "reload") reload();
    else {
      place.querySelector("span").textContent = "You are no longer signed in.";
      place.hidden = false;
    }
  };

  const listen = (heard) => {
    const source = new EventSource("/live");
    source.addEventListener("change", (event) => heard({ kind: "change", data: JSON.parse(event.data) }));
    source.addEventListener("reload", () => heard({ kind: "reload" }));
    source.addEventListener("signed-out", () => {
      source.close();
      heard({ kind: "signed-out" });
    });
    source.addEventListener("hello", () => (document.documentElement.dataset.live = "on"));
    addEventListener("pagehide", () => source.close());
    return source;
  };

  if (navigator.locks && window.BroadcastChannel) {
    const channel = new BroadcastChannel("claimcheck-live");
    channel.onmessage = (event) => handle(event.data);
    navigator.locks.request("claimcheck-live", () => {
      listen((message) => {
        handle(message);
        channel.postMessage(message);
      });
      return new Promise(() => {}); // as long as the page is open
    });
  } else listen(handle);
})();
