// Tries a page as its readers do, and tells the page around it what it found.
addEventListener("load", () => {
  const failed = [], found = [];
  let passed = 0;
  const check = (ok, what) => { if (ok) passed++; else failed.push(what); };
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const key = (e, name) => e.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));

  // Structure.
  const levels = all("h1,h2,h3,h4").map((h) => Number(h.tagName[1]));
  check(levels.filter((l) => l === 1).length === 1 && levels[0] === 1, "one h1, the first");
  check(levels.every((l, i) => i === 0 || l <= levels[i - 1] + 1), "headings in order: " + levels);
  check(document.querySelector("main") && document.querySelector("footer") && document.querySelector(".skip").hash === "#content", "landmarks and skip link");
  const ids = all("[id]").map((e) => e.id);
  check(new Set(ids).size === ids.length, "ids given once");
  check(all("a[href^='#']").every((a) => document.getElementById(a.hash.slice(1))), "links lead somewhere");
  check(all("button,input").every((b) => b.getAttribute("aria-label") || b.textContent), "controls have names");
  for (const figure of all("figure")) check(document.getElementById(figure.getAttribute("aria-labelledby")).tagName === "FIGCAPTION", "a figure has a caption");
  for (const a of all(".footnotes .back")) check(document.getElementById(a.hash.slice(1)).matches("sup a"), "a footnote leads back");

  // Nothing is wider than the window, closed or open.
  const wide = () => all("main *").filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest("svg,.scroll,code"))
    .map((e) => e.tagName + "." + e.getAttribute("class")).slice(0, 5);
  const fits = (when) => check(document.documentElement.scrollWidth <= innerWidth, "wider than the window " + when + ": " + wide());
  fits("at first");
  for (const d of all("details")) d.open = true;
  fits("with all open");

  // Rows and points by keyboard.
  for (const list of all("[data-roving]")) {
    const items = all("li, .point", list);
    check(items.filter((i) => i.tabIndex === 0).length === 1, "one stop in a list");
    items[0].focus();
    key(items[0], "ArrowDown");
    check(document.activeElement === items[Math.min(1, items.length - 1)], "arrow down goes to the next row");
    key(document.activeElement, "Home");
    check(document.activeElement === items[0], "Home goes to the first row");
  }

  // Timelines.
  for (const root of all(".timeline")) {
    const time = root.querySelector(".time"), view = root.querySelector(".view"), readout = root.querySelector(".readout");
    const span = () => time.viewBox.baseVal.width, cells = Number(root.dataset.cells);
    const press = (name) => all("button", root).find((b) => b.getAttribute("aria-label") === name).click();
    check(span() === cells, "all is shown at first");
    press("Zoom in");
    check(span() === cells / 2, "the button zooms in");
    const ticks = all(".ticks text", root).map((t) => t.textContent);
    check(new Set(ticks).size === ticks.length && ticks.length > 1, "ticks differ: " + ticks);
    press("Later");
    check(time.viewBox.baseVal.x > cells / 4, "the button goes on");
    key(view, "+");
    check(span() === cells / 4, "plus zooms in");
    key(view, "ArrowLeft");
    key(view, "-");
    check(span() === cells / 2, "minus zooms out");
    key(view, "0");
    check(span() === cells && time.viewBox.baseVal.x === 0, "0 shows all");
    const r = time.getBoundingClientRect();
    view.dispatchEvent(new WheelEvent("wheel", { deltaY: -100, ctrlKey: true, clientX: r.left, clientY: r.top + 5, bubbles: true, cancelable: true }));
    check(span() < cells && time.viewBox.baseVal.x === 0, "the wheel zooms around the pointer");
    press("Show all");
    const stops = all(".stops rect", root).sort((a, b) => a.dataset.from - b.dataset.from);
    check(stops.filter((s) => s.getAttribute("tabindex") === "0").length === 1, "one stop of the path");
    stops[0].focus();
    check(readout.textContent.includes("critical path"), "the readout tells of the path: " + readout.textContent);
    key(stops[0], "ArrowRight");
    check(document.activeElement === stops[Math.min(1, stops.length - 1)], "arrow right goes on along the path");
    key(document.activeElement, "Enter");
    check(span() < cells || stops.length < 3, "Enter zooms into a stretch");
    key(document.activeElement, "Escape");
    check(span() === cells, "Escape shows all");
    const state = root.querySelector(".state"), first = state.getAttribute("d").match(/m(\d+) 0h(\d+)/);
    const at = r.left + (Number(first[1]) + Number(first[2]) / 2) / cells * r.width;
    view.dispatchEvent(new PointerEvent("pointermove", { clientX: at, clientY: time.getBoundingClientRect().top + 2, bubbles: true }));
    check(readout.textContent.includes(" to "), "the readout tells what is under the pointer: " + readout.textContent);
  }

  // Flame graphs.
  for (const root of all(".flame")) {
    const boxes = root.querySelector(".boxes"), view = root.querySelector(".view"), search = root.querySelector("input");
    const whole = boxes.viewBox.baseVal.width, span = () => boxes.viewBox.baseVal.width, here = root.querySelector(".here");
    const readout = root.querySelector(".readout"), box = boxes.getBoundingClientRect();
    const under = (type) => root.querySelector(".frames").dispatchEvent(new MouseEvent(type, { clientX: box.left + 3, clientY: box.bottom - 9, bubbles: true }));
    under("pointermove");
    check(readout.textContent.includes("of all"), "the readout tells of the frame under the pointer: " + readout.textContent);
    under("click");
    check(here.getAttribute("x") === "0" && span() === here.width.baseVal.value, "a click zooms into a frame");
    key(view, "Escape");
    check(span() === whole, "Escape shows all");
    const bottom = here.y.baseVal.value;
    for (let y = -1; y !== here.getAttribute("y");) { y = here.getAttribute("y"); key(view, "ArrowUp"); }
    const top = here.y.baseVal.value;
    check(top < bottom || boxes.height.baseVal.value === 18, "arrow up goes to callees");
    key(view, "Enter");
    check(span() === here.width.baseVal.value && all(".names text", root).length > 0, "Enter zooms into a frame, names are there");
    key(view, "ArrowDown");
    check(here.y.baseVal.value === Math.min(top + 18, boxes.height.baseVal.value - 17.5), "arrow down goes to the caller");
    key(view, "ArrowRight");
    key(view, "ArrowLeft");
    check(readout.textContent.includes("of all"), "the readout tells of a frame");
    key(view, "0");
    const look = (text) => { search.value = text; search.dispatchEvent(new Event("input")); };
    look("JSON|(");
    check(root.querySelector(".found").textContent === "not a regular expression", "a bad expression is named");
    look("json");
    found.push(root.querySelector(".found").textContent.split(" ")[0]);
    const marks = () => root.querySelector(".hits").getAttribute("d").split("M").length - 1;
    check(String(marks()) === found.at(-1), "as many frames are marked as counted");
    look("");
    check(marks() === 0, "an empty search marks nothing");
  }

  const networks = tryNetworks(check, key);

  // Contrast of all text, in both themes.
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const light = ([r, g, b]) => { const [x, y, z] = [r, g, b].map((v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * x + 0.7152 * y + 0.0722 * z; };
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)]; return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05); };
  const over = ([r, g, b, a], [x, y, z]) => [r, g, b].map((v, i) => v * a / 255 + [x, y, z][i] * (1 - a / 255));
  const ground = (e) => {
    const layers = [];
    for (; e; e = e.parentElement) layers.push(rgba(getComputedStyle(e).backgroundColor));
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  let contrast = 0, least = 99;
  const measure = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const e = node.parentElement;
      if (!node.data.trim() || e.closest("script,title,desc,style")) continue;
      const style = getComputedStyle(e), svg = e.closest("text");
      const color = rgba(svg ? getComputedStyle(e).fill : style.color);
      const frame = e.closest(".flame .names") ? all(".flame .boxes path:not(.edges, .hits)").map((r) => rgba(getComputedStyle(r).stroke))
        : e.closest(".treemap .names") ? all(".tiles path:not(.groups)").map((r) => rgba(getComputedStyle(r).fill))
        : e.closest(".box") ? [rgba(getComputedStyle(e.closest(".box").querySelector("rect")).fill)] : [ground(e)];
      for (const below of frame) {
        const c = ratio(color, below);
        contrast++;
        least = Math.min(least, c);
        check(c >= 4.5, `contrast ${c.toFixed(2)} of ${e.tagName}.${e.getAttribute("class")} ${node.data.slice(0, 30)}`);
      }
    }
  };
  const themes = new Set();
  for (let i = 0; i < 2; i++) {
    document.querySelector("#theme").click();
    themes.add(document.documentElement.dataset.theme);
    measure();
  }
  check(themes.size === 2, "the button changes the theme");

  const write = () => {
    const data = [...document.querySelectorAll("data")].map((d) => [d.value, d.closest(".effects") ? "" : d.textContent]);
    parent.postMessage(JSON.stringify({ Errors: wrong, Failed: [...new Set(failed)].slice(0, 40), Passed: passed, Data: data, Found: found, Networks: networks, Contrast: contrast, Least: least, Width: innerWidth }), "*");
  };
  setTimeout(write, 500);
});
