// The ticket stands behind the # of the address, which is sent to nobody. It goes into the form, and out of the address and the history.
"use strict";
const ticket = location.hash.slice(1);
if (/^[\w-]{43}$/.test(ticket)) {
  document.getElementById("ticket").value = ticket;
  history.replaceState(null, "", location.pathname);
  document.getElementById("password").focus();
}
