// The page: loads its sections, follows the events of the services, loads again what an event
// touches, and says honestly how old what it shows may be.
import { stream } from "./connect.js";
import { element } from "./parts.js";
import { Sections } from "./sections.js";

const WATCH = "csi.common.v1.EventService/WatchEvents";
// The server says something at least every second.
const SILENT_MS = 5000, RETRY_MS = 1000, RETRY_MAX_MS = 15000, SETTLE_MS = 300;
// Which sections an event of a service touches.
const TOUCHES = {
  registry: ["figures", "flow", "runs"],
  workflow: ["runs", "stuck", "figures", "flow"],
  reporting: ["charts", "alerts", "verdicts", "figures"] };
const ALL = ["figures", "flow", "runs", "stuck", "alerts", "charts", "verdicts"];

const byId = (id) => document.getElementById(id);
const asked = new URLSearchParams(location.search);
const tenant = asked.get("tenant") || "demo";
const person = asked.get("person") || "";
const actor = person ? `tenants/${tenant}/people/${person}` : "";
const sections = new Sections(tenant, actor);
const time = () => new Date().toLocaleTimeString([], { hour12: false });

// Of each service: whether its events are followed, since when not, and up to where.
const feeds = new Map();
let loadedAt = "";
let failed = new Set();

function tellState() {
  const served = [...feeds.values()].filter((feed) => !feed.absent);
  const lost = served.filter((feed) => !feed.live);
  const state = byId("live");
  let words, kind;
  if (!loadedAt) {
    [words, kind] = ["Loading", "stale"];
  } else if (!served.length || lost.length) {
    [words, kind] = [`Not live: no connection for events of ${lost.map((feed) => feed.service)
      .join(", ")}. What you see is from ${loadedAt}; trying again.`, "stale"];
  } else if (failed.size) {
    [words, kind] = [`Live, but not all could be loaded: ${[...failed].join(", ")}.`, "stale"];
  } else {
    [words, kind] = [`Live. Loaded at ${loadedAt}.`, "live"];
  }
  // Only a change is read out.
  if (state.textContent !== words) state.textContent = words;
  state.dataset.state = kind;
}

async function load(name, changed) {
  const place = byId(name);
  try {
    const made = await sections[name]();
    const open = [...place.querySelectorAll("details")].map((one) => one.open);
    place.replaceChildren(...made);
    place.querySelectorAll("details").forEach((one, i) => { one.open = Boolean(open[i]); });
    failed.delete(name);
    if (changed) {
      const around = place.closest("section");
      around.classList.remove("changed");
      void around.offsetWidth;  // starts the mark anew
      around.classList.add("changed");
    }
  } catch (error) {
    failed.add(name);
    const absent = error.code === "unimplemented";
    if (absent) failed.delete(name);
    place.replaceChildren(element("p", { class: "failed" }, absent
      ? "Another program serves this; open the page there." : `Not loaded: ${error.message}`));
  }
}

let waiting = new Set();
let timer = 0;
let loading = Promise.resolve();

// Many events at once load a section once; one load at a time.
function refresh(names) {
  for (const name of names) waiting.add(name);
  if (timer) return;
  timer = setTimeout(() => {
    timer = 0;
    const now = ALL.filter((name) => waiting.has(name));
    waiting = new Set();
    loading = loading.then(async () => {
      await Promise.all(now.map((name) => load(name, true)));
      loadedAt = time();
      tellState();
    });
  }, SETTLE_MS);
}

function onMessage(feed, message) {
  feed.position = message.position || feed.position;
  if (!feed.live) {
    feed.live = true;
    feed.wait = RETRY_MS;
    tellState();
  }
  const events = message.events || [];
  if (!events.length) return;
  const last = events[events.length - 1];
  byId("last").textContent =
    `Last change seen at ${time()}: ${last.type.split(".").pop()} of ${last.subject}.`;
  refresh(TOUCHES[feed.service]);
}

// The end of the journal now, without the events before it.
async function positionNow(feed) {
  const enough = new AbortController();
  const request = { service: feed.service, parent: sections.parent, types: ["none"] };
  for await (const message of stream(WATCH, request, actor, enough.signal)) {
    feed.position = message.position || feed.position;
    if (Number(feed.position?.offset ?? -1) + 1 >= Number(message.endOffset ?? 0)) break;
  }
  enough.abort();
}

async function followOnce(feed) {
  const quiet = new AbortController();
  let watchdog = setTimeout(() => quiet.abort(), SILENT_MS);
  const request = { service: feed.service, parent: sections.parent };
  if (feed.position) request.after = feed.position;
  try {
    for await (const message of stream(WATCH, request, actor, quiet.signal)) {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => quiet.abort(), SILENT_MS);
      onMessage(feed, message);
    }
  } finally {
    clearTimeout(watchdog);
  }
}

async function follow(feed) {
  for (;;) {
    try {
      await followOnce(feed);
    } catch (error) {
      // A journal that begins later, or another one: all is read anew.
      if (error.code === "out_of_range") {
        feed.position = undefined;
        await positionNow(feed).catch(() => {});
        refresh(ALL);
      }
    }
    feed.live = false;
    tellState();
    await new Promise((done) => setTimeout(done, feed.wait));
    feed.wait = Math.min(feed.wait * 2, RETRY_MAX_MS);
  }
}

async function begin() {
  for (const service of Object.keys(TOUCHES)) {
    const feed = { service, live: false, absent: false, wait: RETRY_MS, position: undefined };
    try {
      // Before the sections are loaded, so that nothing falls between.
      await positionNow(feed);
    } catch (error) {
      feed.absent = error.code === "invalid_argument" || error.code === "not_found"
        || error.code === "unimplemented";
    }
    feeds.set(service, feed);
  }
  await Promise.all(ALL.map((name) => load(name, false)));
  loadedAt = time();
  tellState();
  for (const feed of feeds.values()) if (!feed.absent) follow(feed);
}

byId("tenant-line").textContent = `Tenant ${tenant}` + (person ? `, seen by ${person}` : "");
byId("tenant").value = tenant;
byId("person").value = person;
byId("who").addEventListener("submit", (event) => {
  event.preventDefault();
  const chosen = new URLSearchParams({ tenant: byId("tenant").value.trim() });
  if (byId("person").value.trim()) chosen.set("person", byId("person").value.trim());
  location.search = chosen;
});
begin();
