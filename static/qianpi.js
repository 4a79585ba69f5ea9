// What a page does besides: every page works without it.

// The expected route follows the form while it is filled.
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
    if (event.target.matches("textarea, [type=file], [name=title], [name=remove]")) return;
    clearTimeout(timer);
    timer = setTimeout(refresh, 400);
  });
})();

// Of many customers those are offered that go by what is typed: part of a name, initials, an id.
(() => {
  const list = document.querySelector("datalist[data-from]");
  if (!list) return;
  let timer = 0;
  let asked = 0;
  const refresh = async (sought) => {
    const mine = ++asked;
    try {
      const answer = await fetch(`${list.dataset.from}?q=${encodeURIComponent(sought)}`, { redirect: "error" });
      if (answer.ok && mine === asked) list.innerHTML = await answer.text();
    } catch {
      // Offline or logged out: what was offered stays.
    }
  };
  document.addEventListener("input", (event) => {
    if (event.target.getAttribute("list") !== list.id) return;
    clearTimeout(timer);
    timer = setTimeout(refresh, 250, event.target.value);
  });
})();

// Why something was not saved: "out" (logged out, or another person is), "offline", "wrong" (the server).
// Nothing if it can be tried again: after a new log-in in another tab the forms take over its token.
const whyNotSaved = async (note) => {
  try {
    const answer = await fetch(note.dataset.asks, { redirect: "manual" });
    if (answer.type === "opaqueredirect") return "out";
    if (!answer.ok) return "wrong";
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const reader = (one) => one.querySelector("[data-person]")?.dataset.person;
    if (reader(page) !== reader(document)) return "out";
    const token = page.querySelector("[name=csrfmiddlewaretoken]").value;
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
    return "";
  } catch {
    return "offline";
  }
};

// What could not be saved is said where the time of the last saving stood, and tried again by itself
// when there is a connection, or when the reader comes back from another tab. `keep` is that attempt.
const unsavedTold = (note, keep) => {
  let failed = "";
  const retry = () => { if (failed && document.visibilityState === "visible") keep(); };
  window.addEventListener("online", retry);
  document.addEventListener("visibilitychange", retry);
  return {
    get failed() { return failed; },
    tell(reason) {
      failed = reason;
      note.classList.toggle("q-err", Boolean(reason));
      if (reason) note.textContent = note.dataset[reason];
    },
  };
};

// A request that is being written is saved at each pause, and a file as soon as it is chosen.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const note = document.getElementById("saved");
  const bar = document.getElementById("uploading");
  let timer = 0;
  let busy = false;
  let again = false;
  let waiting = null;
  const unsaved = unsavedTold(note, () => save());
  const files = () => [...form.querySelectorAll("[type=file]")].filter((field) => field.files.length);
  const post = (data) => new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open("POST", form.getAttribute("action"));
    call.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable && !bar.hidden) bar.value = (100 * event.loaded) / event.total;
    });
    call.addEventListener("load", () => resolve(call));
    call.addEventListener("error", reject);
    call.send(data);
  });
  const complain = (problems) => {
    for (const field of files()) {
      const place = field.closest(".q-field");
      place.querySelector(".q-errs.is-live")?.remove();
      const said = problems[field.name];
      place.classList.toggle("is-err", Boolean(said));
      if (!said) continue;
      const list = document.createElement("ul");
      list.className = "q-errs is-live";
      for (const sentence of said) {
        const line = document.createElement("li");
        line.className = "q-err";
        line.setAttribute("role", "alert");
        line.textContent = sentence;
        list.append(line);
      }
      place.append(list);
    }
  };
  const take = (told, sent) => {
    form.action = told.address;
    history.replaceState(null, "", told.address);
    form.elements.seen.value = told.seen;
    form.elements.key.value = crypto.randomUUID?.() ?? form.elements.key.value;
    document.getElementById("attached").innerHTML = told.files;
    for (const field of sent) {
      field.closest(".q-field").querySelector(".q-errs.is-live")?.remove();
      field.value = "";
    }
  };
  const go = () => {
    const button = waiting;
    waiting = null;
    if (button) form.requestSubmit(button);
  };
  // "wrong" or "offline" where it was not taken.
  const attempt = async (data, sent) => {
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    try {
      const call = await post(data);
      if (!(call.getResponseHeader("Content-Type") || "").startsWith("application/json")) return "wrong";
      const told = JSON.parse(call.responseText);
      if (told.note) note.textContent = told.note;
      if (told.address) take(told, sent);
      else complain(told.problems || {});
      return "";
    } catch {
      return "offline"; // what is written stays in the form
    }
  };
  const save = async () => {
    clearTimeout(timer);
    timer = 0;
    if (busy) { again = !waiting; return; }
    if (!form.elements.title.value.trim()) { unsaved.tell(""); return go(); }
    busy = true;
    const data = new FormData(form);
    data.set("do", "autosave");
    const sent = files();
    bar.hidden = !sent.length;
    const reason = (await attempt(data, sent)) && ((await whyNotSaved(note)) || (await attempt(data, sent)));
    unsaved.tell(reason);
    bar.hidden = true;
    busy = false;
    if (waiting && !reason) { go(); return; }
    if (waiting) { waiting = null; note.scrollIntoView({ block: "center" }); }
    if (again) { again = false; save(); }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, 1500);
  });
  form.addEventListener("change", (event) => { if (event.target.matches("[type=file]")) save(); });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    again = false;
    if (!busy && !unsaved.failed) return;
    event.preventDefault(); // the answer says under which version the form is sent, and that it can be
    waiting = event.submitter;
    save();
  });
})();

// An opinion that is being written is kept at each pause, and when the page is left.
for (const form of document.querySelectorAll("form[data-draft]")) {
  const note = form.querySelector(".q-saved");
  let timer = 0;
  let sending = Promise.resolve();
  const unsaved = unsavedTold(note, () => keep());
  const attempt = async (data) => {
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST", body: data, redirect: "manual", keepalive: true, headers: { "X-Requested-With": "fetch" },
      });
      if (!answer.ok && ![409, 422].includes(answer.status)) return "wrong";
      note.textContent = await answer.text();
      return "";
    } catch {
      return "offline"; // the words stay in the field
    }
  };
  const send = async (data) => {
    unsaved.tell((await attempt(data)) && ((await whyNotSaved(note)) || (await attempt(data))));
  };
  const keep = () => {
    clearTimeout(timer);
    timer = 0;
    const data = new FormData(form);
    sending = sending.then(() => send(data)); // one after another: the last word is kept last
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 800);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    timer = 0;
    if (!unsaved.failed) return;
    event.preventDefault(); // who is logged out would lose the words
    const button = event.submitter;
    keep();
    sending.then(() => {
      if (unsaved.failed) note.scrollIntoView({ block: "center" });
      else form.requestSubmit(button);
    });
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && timer) keep();
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault(); // what was kept stays; only the verdict is not chosen any more
    for (const choice of form.querySelectorAll("[name=verdict]")) choice.checked = false;
    keep();
  });
}

// What was typed on a page that stood open for a while is not sent where it would be lost: to somebody who
// is logged out by now, or without a connection. The forms that are saved by themselves see to it above.
(() => {
  const main = document.querySelector("main[data-asks]");
  if (!main) return;
  const opened = Date.now();
  const HOLDS = "textarea, input:not([type=hidden], [type=checkbox], [type=radio], [type=search])";
  let asking = null;
  let passed = null;
  const typed = (form) => [...form.elements].some((field) => field.matches(HOLDS) && field.value);
  const complain = (form, sentence) => {
    if (form.nextElementSibling?.matches(".is-unsent")) form.nextElementSibling.remove();
    const line = document.createElement("p");
    line.className = "q-err is-unsent";
    line.setAttribute("role", "alert");
    line.textContent = sentence;
    form.after(line);
    line.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form === passed) return;
    if (form.matches("[data-draft], [data-autosave]") || Date.now() - opened < 60_000 || !typed(form)) return;
    event.preventDefault();
    if (asking === form) return;
    asking = form;
    const reason = await whyNotSaved(main);
    asking = null;
    if (main.dataset[reason]) return complain(form, main.dataset[reason]);
    passed = form;
    form.requestSubmit(event.submitter);
    passed = null;
  });
})();

// Phrases: a press puts one into the opinion where the cursor stands.
for (const place of document.querySelectorAll("[data-phrases]")) {
  const field = place.closest("form").querySelector("textarea");
  const load = async () => {
    try {
      const answer = await fetch(place.dataset.phrases, { redirect: "error" });
      if (answer.ok) place.innerHTML = await answer.text();
    } catch {
      // Without them people type.
    }
  };
  place.addEventListener("click", (event) => {
    const phrase = event.target.closest("button");
    if (!phrase) return;
    field.setRangeText(phrase.textContent, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  load();
}

// One tick for all rows of the page.
(() => {
  const all = document.querySelector(".q-all");
  if (!all) return;
  const box = all.querySelector("input");
  const rows = [...document.querySelectorAll(".q-row .pick input")];
  const look = () => {
    const ticked = rows.filter((row) => row.checked).length;
    box.checked = ticked === rows.length;
    box.indeterminate = ticked > 0 && ticked < rows.length;
  };
  box.addEventListener("change", () => {
    for (const row of rows) row.checked = box.checked;
    look();
  });
  for (const row of rows) row.addEventListener("change", look);
  all.hidden = false;
  look();
})();

// A list of people shrinks to those whose name, unit or post holds what is typed.
for (const chooser of document.querySelectorAll("[data-chooser]")) {
  const search = chooser.querySelector(".q-search");
  if (!search) continue;
  const people = [...chooser.querySelectorAll("[data-find]")];
  const none = chooser.querySelector(".none");
  search.hidden = false;
  search.addEventListener("input", (event) => {
    const wanted = event.target.value.trim().toLowerCase().split(/\s+/);
    for (const one of people) {
      const found = wanted.every((word) => one.dataset.find.includes(word));
      one.hidden = !found && !one.querySelector(":checked"); // who is chosen stays in sight
    }
    for (const unit of chooser.querySelectorAll(".unit")) unit.hidden = !unit.querySelector("label:not([hidden])");
    none.hidden = people.some((one) => !one.hidden);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // to search is not to send
  });
}

// A choice in the filters is sent at once; the button is for browsers without scripts.
for (const form of document.querySelectorAll("form[data-send]")) {
  form.querySelector(".q-go")?.setAttribute("hidden", "");
  form.addEventListener("change", (event) => {
    if (event.target.matches("select")) form.requestSubmit();
  });
}

// What can be undone for ten seconds goes away after them.
for (const bar of document.querySelectorAll(".q-undo")) setTimeout(() => bar.remove(), bar.dataset.seconds * 1000);

// Keys: J K move, Enter opens, X ticks, A agrees, R returns, Z undoes, / searches. They can be switched off.
(() => {
  const off = () => localStorage.getItem("keys") === "off";
  const shown = (element) => element && element.checkVisibility();
  for (const button of document.querySelectorAll(".q-keys-off")) {
    const label = () => { button.textContent = button.dataset[off() ? "on" : "off"]; };
    button.hidden = false;
    button.addEventListener("click", () => {
      localStorage.setItem("keys", off() ? "on" : "off");
      label();
    });
    label();
  }
  const rows = [...document.querySelectorAll(".q-row")];
  let at = -1;
  const move = (step) => {
    if (!rows.length) return;
    at = Math.min(Math.max(at + step, 0), rows.length - 1);
    for (const [number, row] of rows.entries()) row.classList.toggle("is-cursor", number === at);
    rows[at].querySelector("a").focus();
    rows[at].scrollIntoView({ block: "nearest" });
  };
  const choose = (names) => {
    const form = document.querySelector("form.q-decide");
    const radio = form && names.map((name) => form.querySelector(`[name=verdict][value=${name}]`)).find(Boolean);
    if (!radio) return;
    radio.checked = true;
    radio.dispatchEvent(new Event("input", { bubbles: true }));
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    const asked = form.querySelector(".q-answers input, .q-answers select, .q-answers textarea");
    const agrees = ["agreed", "for"].includes(radio.value);
    const send = [...form.querySelectorAll(".q-send button")].find(shown);
    (asked || (agrees ? send : form.querySelector("textarea")))?.focus();
  };
  const open = (verdict) => {
    const link = rows[Math.max(at, 0)]?.querySelector("a");
    if (link) location.href = verdict ? `${link.href}#${verdict}` : link.href;
  };
  const AGREE = ["agreed", "for"];
  const BACK = ["returned"];
  const does = {
    j: () => move(1),
    k: () => move(-1),
    x: () => rows[at]?.querySelector(".pick input")?.click(),
    a: () => (rows.length ? open("agreed") : choose(AGREE)),
    r: () => (rows.length ? open("returned") : choose(BACK)),
    z: () => document.querySelector(".q-undo button")?.click(),
    "/": () => [...document.querySelectorAll("input[type=search]")].find(shown)?.focus(),
  };
  document.addEventListener("keydown", (event) => {
    if (off() || event.ctrlKey || event.metaKey || event.altKey || !does[event.key]) return;
    if (event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) return;
    event.preventDefault();
    does[event.key]();
  });
  for (const [number, row] of rows.entries()) row.addEventListener("focusin", () => { at = number; });
  if (location.hash === "#agreed") choose(AGREE);
  if (location.hash === "#returned") choose(BACK);
})();
