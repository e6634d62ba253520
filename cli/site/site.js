// Search, copy buttons and the choice of a theme. The pages are whole without it.
"use strict";
(() => {
  const root = document.documentElement.dataset.root;
  const box = document.getElementById("search");
  const list = document.getElementById("results");
  const told = document.getElementById("told");
  const index = window.keymedicIndex || { kinds: {}, rows: [] };
  const MOST = 20;
  const folded = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  const entries = index.rows.map(([kind, name, title, file, words]) => ({
    kind, name, title, file,
    keys: [folded(name), folded(title), folded(words)],
    split: folded(`${name} ${title}`).split(/[^\p{L}\p{N}]+/u),
  }));
  const BY_KIND = { cause: 3, fix: 1, code: 2, fact: 0.5, rule: 0 };

  /** How well an entry answers the words of a query: 0 when it does not. */
  function score(entry, words, query) {
    const [name, title, rest] = entry.keys;
    let sum = 0, found = 0;
    for (const word of words) {
      let best = 0;
      if (name === word) best = 12;
      else if (entry.split.includes(word)) best = 6;
      else if (entry.split.some((other) => other.startsWith(word))) best = 4;
      else if (word.length > 2 && (name.includes(word) || title.includes(word))) best = 2;
      else if (word.length > 2 && rest.includes(word)) best = 1;
      if (best) found += 1;
      sum += best;
    }
    // A pasted sentence need not be found word for word; a short query must be.
    if (found < words.length && (words.length < 5 || found < words.length * 0.6)) return 0;
    if (query.length > 2 && (title.includes(query) || rest.includes(query))) sum += 8;
    if (name === query || title === query) sum += 20;
    return sum / Math.sqrt(words.length) + BY_KIND[entry.kind];
  }

  function search(text) {
    const query = folded(text).trim();
    const words = [...new Set(query.split(/[^\p{L}\p{N}]+/u).filter(Boolean))].slice(0, 40);
    if (!words.length) return null;
    return entries
      .map((entry) => [score(entry, words, query), entry])
      .filter(([value]) => value > 0)
      .sort(([one, a], [two, b]) => two - one || a.name.localeCompare(b.name))
      .slice(0, MOST)
      .map(([, entry]) => entry);
  }

  let active = -1;
  function close() {
    list.hidden = true;
    active = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.textContent = text;
    return made;
  }

  function show(found) {
    if (found === null) { told.textContent = ""; close(); return; }
    list.replaceChildren(...found.map((entry, at) => {
      const item = document.createElement("li");
      item.id = `result-${at}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const link = document.createElement("a");
      link.href = root + entry.file;
      link.tabIndex = -1;
      link.append(
        element("span", `of ${entry.kind}`, index.kinds[entry.kind]), element("span", "what", entry.title),
        element("code", "", entry.name),
      );
      item.append(link);
      return item;
    }));
    if (!found.length) list.append(element("li", "none", list.dataset.none));
    told.textContent = found.length === 0 ? told.dataset.none
      : found.length === 1 ? told.dataset.one : told.dataset.many.replace("#", found.length);
    list.hidden = false;
    active = -1;
    box.setAttribute("aria-expanded", "true");
    box.removeAttribute("aria-activedescendant");
  }

  function move(step) {
    const items = list.querySelectorAll("[role=option]");
    if (!items.length) return;
    if (active >= 0) items[active].setAttribute("aria-selected", "false");
    active = (active + step + items.length) % items.length;
    if (active < 0) active = items.length - 1;
    items[active].setAttribute("aria-selected", "true");
    items[active].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", items[active].id);
  }

  box.addEventListener("input", () => show(search(box.value)));
  box.addEventListener("focus", () => { if (box.value) show(search(box.value)); });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : (active < 0 ? 0 : -1));
    } else if (event.key === "Enter") {
      const link = list.hidden ? null : list.querySelectorAll("[role=option] a")[Math.max(0, active)];
      if (link) { event.preventDefault(); location.href = link.href; }
    } else if (event.key === "Escape") {
      if (list.hidden) box.value = "";
      close();
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName || "");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });
  document.addEventListener("click", (event) => { if (!event.target.closest(".search")) close(); });

  for (const button of document.querySelectorAll("button.copy")) {
    if (!navigator.clipboard) break;
    button.hidden = false;
    const label = button.textContent;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.closest("figure").querySelector("code").textContent);
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = label; }, 2000);
    });
  }

  const theme = document.getElementById("theme");
  theme.hidden = false;
  theme.addEventListener("click", () => {
    const set = document.documentElement.dataset;
    const dark = set.theme ? set.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    set.theme = dark ? "light" : "dark";
    try { localStorage.setItem("keymedic-theme", set.theme); } catch { /* it lasts as long as the page */ }
  });
})();
