// What each section shows: asks the services, and gives nodes.
import { call } from "./connect.js";
import { chart } from "./chart.js";
import { ageOf, badge, dayOf, detail, element, empty, idOf, numberOf, table, wordOf }
  from "./parts.js";

const WORKFLOW = "csi.workflow.v1.WorkflowService/";
const REPORTING = "csi.reporting.v1.ReportingService/";
const REGISTRY = "csi.registry.v1.RegistryService/";
// So much is shown; the page says what is left out.
const RUNS_MAX = 40, CHARTS_MAX = 12, ROWS_MAX = 50, POINTS_MAX = 1000;
const ENDED = ["STATE_COMPLETED", "STATE_CANCELLED"];
const TONES = { IMPROVED: "good", LIKELY_IMPROVED: "good", WORSENED: "bad",
                LIKELY_WORSENED: "bad", INCONCLUSIVE: "open", NOT_SHOWN: "open" };

const people = (names) => (names || []).map(idOf).join(", ") || "nobody is named";
const more = (list, max) =>
  list.length > max ? [element("p", { class: "note" }, `${list.length - max} more are not shown.`)]
    : [];

export class Sections {
  constructor(tenant, actor) {
    this.parent = `tenants/${tenant}`;
    this.actor = actor;
    this.titles = new Map();
    this.aims = new Map();  // what an entry wants of its indicator
  }

  ask(method, request) {
    return call(method, request, this.actor);
  }

  // The service's time: a demonstration has a clock of its own.
  async now() {
    const inbox = await this.ask(WORKFLOW + "ListInbox",
      { parent: `${this.parent}/people/dashboard`, pageSize: 1 });
    return Date.parse(inbox.readTime);
  }

  async learnTitles() {
    try {
      const list = await this.ask(REGISTRY + "ListOpportunities",
        { parent: this.parent, pageSize: 1000 });
      for (const one of list.opportunities || []) {
        this.titles.set(one.name, one.title);
        const wanted = one.primaryIndicator;
        if (wanted?.target !== undefined) this.aims.set(wanted.indicator, wanted.target);
      }
    } catch {
      // Another program serves the register: ids are shown.
    }
  }

  titleOf(name) {
    return [this.titles.get(name) || idOf(name), detail(idOf(name))];
  }

  async figures() {
    const sum = await this.ask(REPORTING + "SummarizeImprovements", { parent: this.parent });
    const tiles = [["running", "running"], ["inPreparation", "in preparation"],
      ["waitingForEffect", "waiting for effect"], ["onHold", "on hold"], ["logged", "logged"],
      ["closed", "closed"]];
    return tiles.map(([key, word], i) => element("div", { class: i ? "tile" : "tile first" },
      element("p", { class: "number" }, String(sum[key] || 0)),
      element("p", { class: "name" }, word)));
  }

  async flow() {
    const flow = await this.ask(REPORTING + "AnalyzeFlow", { parent: this.parent });
    const whole = (flow.cycleTimes || []).find((one) => one.stretch === "LOGGED_TO_CLOSED");
    const parts = [`${flow.overdue || 0} behind their due date`,
      `${flow.withoutDueDate || 0} without one`,
      `${Number((flow.throughput || 0).toPrecision(2))} closed a month over the last year`];
    if (whole?.medianDays !== undefined) {
      parts.push(`half of those closed took ${numberOf(whole.medianDays)} days or fewer from `
        + `idea to end (${whole.count})`);
    }
    return [`CSI itself: ${parts.join("; ")}.`];
  }

  async runs() {
    await this.learnTitles();
    const [list, now] = await Promise.all([
      this.ask(WORKFLOW + "ListRuns", { parent: this.parent, pageSize: 1000 }), this.now()]);
    const open = (list.runs || []).filter((run) => !ENDED.includes(run.state));
    if (!open.length) return [empty("No improvement runs now.")];
    const rows = await Promise.all(open.slice(0, RUNS_MAX).map(async (run) => {
      const told = await this.ask(WORKFLOW + "ExplainRun", { name: run.name });
      const first = (told.blockers || [])[0];
      const late = run.dueTime && Date.parse(run.dueTime) < now;
      return [this.titleOf(run.opportunity), badge(wordOf(run.state, "STATE_")),
        [`${run.step || ""} ${run.stepKey || ""}`, detail(wordOf(run.phase, "PHASE_"))],
        element("span", { class: "num" }, ageOf(run.createTime, now)),
        [element("span", { class: "num" }, dayOf(run.dueTime) || "no date"),
          late ? [" ", badge("overdue", "bad")] : null].flat(),
        [first ? people(first.who) : "nobody", detail(first ? first.what : "")]];
    }));
    return [table("Running improvements",
      ["Improvement", "State", "Step", "Age", "Due", "Who must act"], rows),
    ...more(open, RUNS_MAX)];
  }

  async stuck() {
    const [stuck, late, now] = await Promise.all([
      this.ask(WORKFLOW + "ListStuckRuns", { parent: this.parent, pageSize: ROWS_MAX }),
      this.ask(WORKFLOW + "ListRuns",
        { parent: this.parent, pageSize: ROWS_MAX, filter: 'overdue = "true"' }),
      this.now()]);
    const found = stuck.stuckRuns || [];
    const known = new Set(found.map((one) => one.run));
    const rows = found.map((one) => [this.titleOf(one.opportunity),
      [...(one.causes || []).map((cause) => badge(wordOf(cause, ""), "bad")), detail(one.what)],
      one.sinceTime ? ageOf(one.sinceTime, now) : "", people(one.who), one.remedy || ""]);
    for (const run of (late.runs || []).filter((one) => !known.has(one.name))) {
      rows.push([this.titleOf(run.opportunity), badge("overdue", "bad"),
        ageOf(run.dueTime, now), people([run.accountable]), `Step ${run.step} ${run.stepKey}`]);
    }
    if (!rows.length) return [empty("Nothing is overdue or stuck.")];
    return [table("Overdue or stuck", ["Improvement", "Why", "For", "Who", "What to do"], rows)];
  }

  async alerts() {
    const list = await this.ask(REPORTING + "ListAlerts",
      { parent: this.parent, pageSize: ROWS_MAX, filter: 'state = "OPEN"' });
    const rows = (list.alerts || []).map((alert) => [idOf(alert.indicator),
      badge(wordOf(alert.severity, "SEVERITY_"), alert.severity === "SEVERITY_INFO" ? "" : "bad"),
      dayOf(alert.openPeriodTime), alert.sentence || ""]);
    if (!rows.length) return [empty("No alert is open.")];
    return [table("Open alerts", ["Indicator", "Severity", "Since", "What"], rows)];
  }

  async charts() {
    const [list, targets] = await Promise.all([
      this.ask(REPORTING + "ListIndicators", { parent: this.parent, pageSize: 1000 }),
      this.ask(REPORTING + "ListTargets", { parent: this.parent, pageSize: 1000 })]);
    const measured = (list.indicators || []).filter((one) => Number(one.pointCount || 0) > 0);
    if (!measured.length) return [empty("Nothing has been measured yet.")];
    await this.learnTitles();
    const aims = new Map(this.aims);
    for (const one of targets.targets || []) aims.set(one.indicator, one.value ?? 0);
    const drawings = await Promise.all(measured.slice(0, CHARTS_MAX).map(
      (one) => this.figureOf(one, aims.get(one.name))));
    return [...drawings, ...more(measured, CHARTS_MAX)];
  }

  async figureOf(indicator, target) {
    const caption = element("h3", {}, indicator.title || idOf(indicator.name),
      indicator.unit ? ` (${indicator.unit})` : "");
    let analysis;
    try {
      analysis = await this.ask(REPORTING + "AnalyzeIndicator", { name: indicator.name });
    } catch (error) {
      return element("figure", {}, caption, empty(error.message));
    }
    const figures = analysis.figures || {};
    const points = await this.ask(REPORTING + "ListPoints",
      { parent: indicator.name, pageSize: POINTS_MAX });
    const dates = (points.points || []).map((point) => point.periodStartTime);
    const words = analysis.sentence || "No trend can be told yet.";
    const rows = (figures.values || []).map((value, i) => [dayOf(dates[i]), numberOf(value)]);
    return element("figure", {}, element("figcaption", {}, caption, detail(words)),
      chart(figures, dates, target, `${indicator.title || ""}: ${words}`),
      element("details", {}, element("summary", {}, `Figures (${rows.length})`),
        table(`Figures of ${indicator.title}`, ["Period", "Value"], rows)));
  }

  async verdicts() {
    await this.learnTitles();
    const list = await this.ask(REPORTING + "ListComparisons",
      { parent: this.parent, pageSize: ROWS_MAX });
    const rows = (list.comparisons || []).map((one) => {
      const value = (one.value || "").replace("VERDICT_VALUE_", "");
      return [this.titleOf(one.opportunity),
        [badge(wordOf(value, ""), TONES[value] || ""),
          detail(wordOf(one.state, "COMPARISON_STATE_"))],
        element("span", { class: "num" }, numberOf(one.figures?.before?.mean)),
        element("span", { class: "num" }, numberOf(one.figures?.after?.mean)),
        one.sentence || ""];
    });
    if (!rows.length) return [empty("No comparison has been made yet.")];
    return [table("Before and after",
      ["Improvement", "Verdict", "Before", "After", "In words"], rows)];
  }
}
