// Tries networks, matrices and treemaps as their readers do, and returns what they say.
function tryNetworks(check, key) {
  const all = (selector, root) => [...root.querySelectorAll(selector)];
  const said = [];
  for (const root of all(".network", document)) {
    const view = root.querySelector(".view"), map = root.querySelector(".map"), search = root.querySelector("input"), panel = root.querySelector(".panel");
    const boxes = () => all(".box", root), count = boxes().length;
    const press = (name) => all("button", root).find((b) => (b.getAttribute("aria-label") || b.textContent) === name).click();
    const look = (text) => { search.value = text; search.dispatchEvent(new Event("input")); };
    const number = (kind) => Number(panel.querySelector(`details.${kind} summary b`).textContent);
    check(boxes().filter((b) => b.tabIndex === 0).length === 1, "one stop in a network");
    check(boxes().every((b) => b.getAttribute("aria-label") && b.getAttribute("role") === "button"), "boxes are buttons with names");

    // Keys: go on, open, close.
    boxes()[0].focus();
    const place = (e) => e.getAttribute("transform");
    const first = place(document.activeElement);
    key(document.activeElement, "ArrowDown");
    check(place(document.activeElement) !== first || count < 3, "arrow down goes to another box");
    key(document.activeElement, "ArrowUp");
    key(document.activeElement, "Home");
    check(place(document.activeElement) === first, "Home goes to the first box");
    const group = boxes().find((b) => b.hasAttribute("aria-expanded"));
    if (group) {
      const label = group.getAttribute("aria-label"), again = () => boxes().find((b) => b.getAttribute("aria-label") === label);
      const members = Number(label.match(/, (\d+) /)[1]);
      group.focus();
      key(group, "Enter");
      check(again().getAttribute("aria-expanded") === "true" && boxes().length === count + members, "Enter opens a group");
      check(document.activeElement === again() && again().getAttribute("aria-pressed") === "true", "an open group is selected and keeps the focus");
      check(panel.textContent.includes(label.split(",")[0]), "the list tells of the group");
      key(again(), "Enter");
      check(boxes().length === count, "Enter closes it again");
      key(again(), "Escape");
      check(!root.classList.contains("chosen"), "Escape selects nothing");
      again().dispatchEvent(new MouseEvent("click", { bubbles: true }));
      check(boxes().length === count + members, "a click opens a group");
      press("Close all, select nothing");
      check(boxes().length === count && !root.classList.contains("chosen"), "Reset closes all");
    }

    // Zoom.
    const width = () => map.width.baseVal.value, before = width();
    press("Zoom in");
    check(width() > before * 1.2, "the button zooms in");
    press("Fit all into the picture");
    check(view.scrollHeight <= view.clientHeight + 2 && view.scrollWidth <= view.clientWidth + 2, "all fits");
    press("Close all, select nothing");
    view.dispatchEvent(new WheelEvent("wheel", { deltaY: -100, ctrlKey: true, clientX: 50, clientY: 50, bubbles: true, cancelable: true }));
    check(width() > before, "the wheel zooms");
    press("Close all, select nothing");

    // Search, select, indirectly, paths.
    look("(");
    check(root.querySelector(".found").textContent === "not a regular expression", "a bad expression is named");
    look(".");
    const nodes = parseInt(root.querySelector(".found").textContent, 10);
    look("json1$");
    if (!panel.querySelector("button.link")) look(".");
    key(search, "Enter");
    const from = panel.querySelector(".what").textContent, out = number("out"), into = number("in");
    check(map.querySelectorAll(".here").length > 0, "what is selected is marked");
    check(out === 0 || root.querySelector("path.out").getAttribute("d") !== "" || map.querySelectorAll(".to").length > 0, "what it leads to is marked");
    check(root.querySelector("output.hidden").textContent === `${from}, ${root.querySelector("details.out summary").textContent}, ${root.querySelector("details.in summary").textContent}`, "what is selected is said aloud");
    press("Only these");
    check(boxes().length <= count + nodes && boxes().every((b) => /\b(to|from|here|member)\b/.test(b.getAttribute("class"))), "only what is marked is there");
    press("Only these");
    check(boxes().length >= count, "all is there again");
    press("Also indirectly");
    const farOut = number("out"), farIn = number("in");
    check(farOut >= out && farIn >= into, "indirectly there is more");
    const goal = all("details.out .link", panel).at(-1);
    let to = "", ways = 0, steps = 0;
    if (goal) {
      to = goal.textContent;
      press("Path from here");
      check(panel.querySelector(".ends").textContent.includes("choose one"), "the other end of a path is asked for");
      all("details.out .link", panel).at(-1).click();
      [ways, steps] = (panel.querySelector(".what").textContent.match(/^(\d+) shortest paths? of (\d+) step/) || [0, 0, 0]).slice(1).map(Number);
      press("Only these");
      check(boxes().every((b) => b.matches(".way")) && (ways === 0 || root.querySelector("path.way").getAttribute("d") !== ""), "only the paths are there");
      press("Only these");
      check(ways === 0 || panel.querySelectorAll(".ways li").length === Math.min(ways, 30), "paths are listed");
      check(ways === 0 || all(".ways li", panel).every((li) => li.querySelectorAll(".link").length === steps + 1), "each has its steps");
    }
    press(goal ? "Clear" : "Close all, select nothing");
    check(!root.classList.contains("chosen"), "Clear selects nothing");
    look("");
    press("Close all, select nothing");
    look(".");
    key(search, "Enter"); // so that contrast is measured of what is selected
    said.push({ Boxes: count, Nodes: nodes, From: from, To: to, Out: out, In: into, FarOut: farOut, FarIn: farIn, Ways: ways, Steps: steps });
  }

  for (const root of all(".matrix", document)) {
    const view = root.querySelector(".view"), readout = root.querySelector(".readout"), cells = JSON.parse(root.querySelector("script").textContent).cells;
    const set = cells.filter(([row, column]) => row !== column).length;
    key(view, "Enter");
    check(set === 0 || /\d+ imports?/.test(readout.textContent), "Enter goes to a cell that is set: " + readout.textContent);
    const before = readout.textContent;
    key(view, "ArrowDown");
    check(set === 0 || readout.textContent !== before, "arrow down goes to the next row");
    const r = root.querySelector(".cells").getBoundingClientRect();
    root.querySelector(".cells").dispatchEvent(new PointerEvent("pointermove", { clientX: r.left + Number(root.dataset.left) + 1, clientY: r.top + 1, bubbles: true }));
    check(readout.textContent.includes("itself"), "the readout tells what is under the pointer: " + readout.textContent);
  }

  for (const root of all(".treemap", document)) {
    const view = root.querySelector(".view"), tiles = root.querySelector(".tiles"), readout = root.querySelector(".readout"), whole = tiles.viewBox.baseVal.width;
    key(view, "Home");
    check(readout.textContent.includes("of all"), "Home goes to the largest area: " + readout.textContent);
    key(view, "ArrowRight");
    key(view, "Enter");
    const groups = new Set(JSON.parse(root.querySelector("script").textContent).tiles.map((t) => t[4])).size;
    check(tiles.viewBox.baseVal.width < whole || groups === 1, "Enter shows a group alone");
    key(view, "Escape");
    check(tiles.viewBox.baseVal.width === whole, "Escape shows all");
  }
  return said;
}
