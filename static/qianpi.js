// Refreshes the expected route while the form is filled. Every page works without it.
(() => {
  "use strict";
  const form = document.querySelector("form[data-route]");
  const place = document.getElementById("route-in");
  if (!form || !place) return;
  let timer = 0;
  let asked = 0;
  const refresh = async () => {
    const mine = ++asked;
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    try {
      const answer = await fetch(form.dataset.route, { method: "POST", body: data, redirect: "error" });
      if (answer.ok && mine === asked) place.innerHTML = await answer.text();
    } catch {
      // Offline or logged out: the last route stays, and the button still asks the server.
    }
  };
  form.addEventListener("input", (event) => {
    if (!["value_yuan", "unit", "a_manager", "b_manager"].includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(refresh, 400);
  });
})();
