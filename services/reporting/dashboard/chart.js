// A process behaviour chart as inline SVG: values, limits, centre, target, signals.
import { dayOf, drawn, numberOf } from "./parts.js";

const WIDTH = 520, HEIGHT = 220, LEFT = 56, RIGHT = 62, TOP = 12, BOTTOM = 26;

function scaleOf(low, high, from, to) {
  const span = high - low || 1;
  return (value) => from + ((value - low) / span) * (to - from);
}

// A line across, with its word at the right end; words keep their distance.
function across(svg, y, kind, word, taken) {
  svg.append(drawn("line", { class: kind, x1: LEFT, x2: WIDTH - RIGHT, y1: y, y2: y }));
  let at = y + 4;
  while (taken.some((other) => Math.abs(other - at) < 12)) at += 12;
  taken.push(at);
  svg.append(drawn("text", { class: `${kind}-text`, x: WIDTH - RIGHT + 5, y: at }, word));
}

// `figures` are WindowFigures, `dates` the starts of their periods; `target` may be undefined.
export function chart(figures, dates, target, label) {
  const values = figures.values || [];
  const xmr = figures.xmr;
  const shown = [...values];
  if (xmr) shown.push(xmr.lower ?? 0, xmr.upper ?? 0);
  if (target !== undefined) shown.push(target);
  const x = scaleOf(0, Math.max(values.length - 1, 1), LEFT + 8, WIDTH - RIGHT - 8);
  const y = scaleOf(Math.min(...shown), Math.max(...shown), HEIGHT - BOTTOM, TOP);
  const svg = drawn("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label });
  svg.append(drawn("line", { class: "axis", x1: LEFT, x2: WIDTH - RIGHT,
                             y1: HEIGHT - BOTTOM + 5, y2: HEIGHT - BOTTOM + 5 }));
  for (const value of [Math.min(...shown), Math.max(...shown)]) {
    svg.append(drawn("text", { x: LEFT - 6, y: y(value) + 4, "text-anchor": "end" },
      numberOf(value)));
  }
  const taken = [];
  if (target !== undefined) across(svg, y(target), "target", "target", taken);
  if (xmr) {
    across(svg, y(xmr.upper ?? 0), "limit", "upper", taken);
    across(svg, y(xmr.centre ?? 0), "centre", "mean", taken);
    across(svg, y(xmr.lower ?? 0), "limit", "lower", taken);
  }
  svg.append(drawn("polyline", { class: "line",
    points: values.map((value, i) => `${x(i)},${y(value)}`).join(" ") }));
  const signals = new Set((xmr?.signals || []).flatMap((signal) => signal.points || []));
  values.forEach((value, i) => svg.append(drawn("circle", {
    class: signals.has(i) ? "signal" : "point", cx: x(i), cy: y(value),
    r: signals.has(i) ? 4.6 : 3 })));
  const first = dates[0], last = dates[dates.length - 1];
  svg.append(drawn("text", { x: LEFT, y: HEIGHT - 4 }, dayOf(first)));
  svg.append(drawn("text", { x: WIDTH - RIGHT, y: HEIGHT - 4, "text-anchor": "end" },
    dayOf(last)));
  return svg;
}
