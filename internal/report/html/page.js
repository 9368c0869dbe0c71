"use strict";
// What all pages have: choice of theme, buttons that copy, lists that arrow keys go through, print.

// element makes one with text and attributes.
function element(tag, text, attributes) {
  const e = document.createElement(tag);
  e.textContent = text;
  for (const name in attributes) e.setAttribute(name, attributes[name]);
  return e;
}

// svgElement is element for pictures.
function svgElement(tag, attributes, text) {
  const e = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const name in attributes) e.setAttribute(name, attributes[name]);
  if (text !== undefined) e.textContent = text;
  return e;
}

// format writes seconds, bytes and counts with three digits, as the reports do.
function format(v, unit) {
  const steps = unit === "seconds" ? [[60, " min"], [1, " s"], [1e-3, " ms"], [1e-6, " µs"], [1e-9, " ns"]]
    : unit === "bytes" ? [[1 << 30, " GiB"], [1 << 20, " MiB"], [1024, " KiB"], [1, " B"]]
    : [[1e9, "G"], [1e6, "M"], [1e3, "k"], [1, ""]];
  if (!v) return "0" + (unit === "seconds" ? " s" : unit === "bytes" ? " B" : "");
  const [factor, suffix] = steps.find(([f], i) => Math.abs(v) >= (f === 60 ? 120 : f) || i === steps.length - 1);
  return Number((v / factor).toPrecision(3)) + suffix;
}

function percentText(part) {
  return Number((100 * part).toPrecision(part >= 0.1 ? 2 : 1)) + " %";
}

function themeButton() {
  const root = document.documentElement;
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const button = element("button", "", { type: "button", id: "theme" });
  const name = () => { button.textContent = dark() ? "Light" : "Dark"; button.setAttribute("aria-label", (dark() ? "Light" : "Dark") + " theme"); };
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    try { localStorage.setItem("cupel-theme", root.dataset.theme); } catch { /* it holds for this page */ }
    name();
  });
  name();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", name);
  const tools = element("div", "", { class: "tools" });
  tools.append(button);
  document.querySelector(".skip").after(tools);
}

function copyButtons() {
  for (const code of document.querySelectorAll("dd.literal code")) {
    const button = element("button", "copy", { type: "button", class: "copy", "aria-label": "Copy: " + code.textContent });
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(code.textContent);
        button.textContent = "copied";
      } catch {
        getSelection().selectAllChildren(code);
        button.textContent = "selected";
      }
      setTimeout(() => { button.textContent = "copy"; }, 2000);
    });
    code.after(button);
  }
}

// roving makes one of the items a stop of the tab key; arrow keys go on from there.
function roving(items, moved) {
  if (!items.length) return;
  let at = 0;
  const go = (i) => {
    items[at].setAttribute("tabindex", "-1");
    at = Math.max(0, Math.min(items.length - 1, i));
    items[at].setAttribute("tabindex", "0");
    items[at].focus();
  };
  items.forEach((item, i) => {
    item.setAttribute("tabindex", i === 0 ? "0" : "-1");
    item.addEventListener("focus", () => { items[at].setAttribute("tabindex", "-1"); at = i; item.setAttribute("tabindex", "0"); if (moved) moved(item); });
    item.addEventListener("keydown", (e) => {
      if (e.ctrlKey || e.metaKey || e.altKey || e.shiftKey) return;
      const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: items.length - 1 }[e.key];
      if (to === undefined) return;
      e.preventDefault();
      e.stopPropagation();
      go(to);
    });
  });
}

// toolbar makes buttons of names, labels and what they do.
function toolbar(buttons) {
  const bar = element("div", "", { class: "toolbar", role: "group", "aria-label": "Figure" });
  for (const [text, label, does] of buttons) {
    const button = element("button", text, { type: "button", "aria-label": label, title: label });
    button.addEventListener("click", does);
    bar.append(button);
  }
  return bar;
}

// panZoom calls zoom(factor, x, y) and pan(dx, dy, width) as a pointer, two fingers or the wheel ask for, with places
// of the picture from 0 to 1 and distances in pixels, and tell(event) where a pointer only passes. A drag is no click.
function panZoom(view, picture, { zoom, pan, tell }) {
  const down = new Map();
  let moved = 0;
  const place = (x, y) => { const r = picture.getBoundingClientRect(); return [(x - r.left) / r.width, (y - r.top) / r.height]; };
  view.addEventListener("wheel", (e) => {
    if (!e.ctrlKey && !e.metaKey && document.activeElement !== view) return;
    e.preventDefault();
    if (Math.abs(e.deltaX) > Math.abs(e.deltaY)) pan(-e.deltaX, 0, view.clientWidth);
    else zoom(Math.exp(Math.max(-1, Math.min(1, e.deltaY / 200))), ...place(e.clientX, e.clientY));
  }, { passive: false });
  view.addEventListener("pointerdown", (e) => { if (e.button === 0) { down.set(e.pointerId, e); moved = 0; } });
  view.addEventListener("pointermove", (e) => {
    const before = down.get(e.pointerId);
    if (!before) { if (tell) tell(e); return; }
    moved += Math.abs(e.clientX - before.clientX) + Math.abs(e.clientY - before.clientY);
    if (moved > 4) view.classList.add("dragged");
    const other = [...down].find(([id]) => id !== e.pointerId);
    if (other) {
      const was = Math.hypot(before.clientX - other[1].clientX, before.clientY - other[1].clientY);
      const is = Math.hypot(e.clientX - other[1].clientX, e.clientY - other[1].clientY);
      if (was > 8 && is > 8) zoom(was / is, ...place((e.clientX + other[1].clientX) / 2, (e.clientY + other[1].clientY) / 2));
    } else pan(e.clientX - before.clientX, e.clientY - before.clientY, picture.getBoundingClientRect().width, e);
    down.set(e.pointerId, e);
  });
  const up = (e) => { down.delete(e.pointerId); view.classList.remove("dragged"); };
  addEventListener("pointerup", up);
  addEventListener("pointercancel", up);
  view.addEventListener("click", (e) => { if (moved > 4) e.stopPropagation(); moved = 0; }, true);
}

themeButton();
copyButtons();
for (const list of document.querySelectorAll("[data-roving]")) {
  roving([...list.querySelectorAll("li, .point")]);
}
addEventListener("beforeprint", () => {
  for (const d of document.querySelectorAll("details")) d.open = true;
});
