// Pieces of the page. Whatever comes from the server enters as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

// element("td", {class: "num"}, "text", child, ...)
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

export function drawn(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

// The last part of a resource name.
export const idOf = (name) => (name || "").slice((name || "").lastIndexOf("/") + 1);
// STATE_IN_PROGRESS with the prefix STATE_: "in progress".
export const wordOf = (value, prefix) =>
  (value || "").replace(prefix, "").toLowerCase().replaceAll("_", " ");
export const dayOf = (time) => (time || "").slice(0, 10);

export function ageOf(time, now) {
  const days = Math.floor((now - Date.parse(time)) / 86400000);
  if (!Number.isFinite(days)) return "";
  if (days < 1) return "today";
  return days === 1 ? "1 day" : `${days} days`;
}

export function numberOf(value) {
  if (!Number.isFinite(value)) return "";
  return String(Number(value.toPrecision(4)));
}

export const badge = (text, tone = "") => element("span", { class: `badge ${tone}` }, text);
export const empty = (text) => element("p", { class: "empty" }, text);
export const detail = (text) => element("span", { class: "detail" }, text);

// `rows` are lists of cells; the first of each is its head.
export function table(label, heads, rows) {
  const cells = (row) => row.map((cell, i) =>
    i === 0 ? element("th", { scope: "row" }, cell) : element("td", {}, cell));
  return element("div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": `Table: ${label}` },
    element("table", {},
      element("thead", {}, element("tr", {},
        heads.map((head) => element("th", { scope: "col" }, head)))),
      element("tbody", {}, rows.map((row) => element("tr", {}, cells(row))))));
}
