"""Works the two runs step by step."""
import csv
import pathlib

from story import organisation as org
from story import register, steps

BYPASS_RUN = "bypass-run"
SLA_RUN = "made-sla-run"
BEFORE = [80, 82, 79, 81, 78, 83, 80, 79, 82, 80, 81, 78]
AFTER = [60, 58, 55, 52, 50, 47, 45, 44]
RELEASES_A_MONTH = 100
SLA_DATA = (pathlib.Path(__file__).resolve().parent.parent
            / "data" / "incident_made_sla.csv")
SLA_WEEKS = ["2016-03-28", "2016-04-04", "2016-04-11", "2016-04-18",
             "2016-04-25", "2016-05-02", "2016-05-09", "2016-05-16"]

# Who answers the consultations that block a step.
OPINIONS = {
    1: (org.CUSTOMER, "customer", "Yes, this is what we need."),
    2: (org.ANALYST, "reporting-analyst", "The figures are there every period."),
    6: (org.SENIOR_IT, "senior-it-manager", "Agreed; the money is there."),
    7: (org.CHANGE_MANAGER, "change-manager", "Nothing is open on our side."),
}


def months(first_year, first_month, values):
    """Points of 100 releases a month."""
    points = []
    for i, value in enumerate(values):
        month = first_month - 1 + i
        points.append({
            "period_start_time":
                f"{first_year + month // 12}-{month % 12 + 1:02}-01T00:00:00Z",
            "numerator": value, "denominator": RELEASES_A_MONTH})
    return points


def weeks(chosen):
    """Points of the incident log's weeks."""
    with SLA_DATA.open(newline="", encoding="utf-8") as file:
        rows = {row["period_start"]: row for row in csv.DictReader(file)
                if row["frequency"] == "week"}
    return [{"period_start_time": week + "T00:00:00Z",
             "numerator": int(rows[week]["made_sla"]),
             "denominator": int(rows[week]["n"])} for week in chosen]


def record(client, key, indicator, points, told):
    """Points as the reporting analyst records them."""
    client.do("points-" + key, org.ANALYST, "point record " + indicator,
              f"records {told} (indicators/{indicator})", points=points)


def start(client, run, entry):
    client.do("start-" + run, org.CSI_MANAGER, "run start " + entry,
              f"starts runs/{run} of opportunities/{entry}", run_id=run)


def submit(client, run, handed_in, step):
    """An R records the artefact and submits the step."""
    person, what, fields = handed_in[step]
    client.do(f"record-{run}-{step}", person, "run record " + run,
              f"step {step}: records {what}", step=step, fields=fields)
    client.do(f"submit-{run}-{step}", person, "run submit " + run,
              f"step {step}: submits it", step=step)


def open_question(client, run, step, role):
    """The open consultation of a step that a role was asked."""
    subject = f"/runs/{run}/steps/{step}"

    def find(reply):
        for row in reply.get("consultations", []):
            if (row["subject"].endswith(subject)
                    and row.get("role", "").endswith("/" + role)
                    and row["state"] == "STATE_OPEN"):
                return row["name"].split("/")[-1]
        return None

    return find(client.eventually("consultation list --parent=tenants/demo/runs/" + run, find,
                                  f"the question to {role} on {subject}"))


def answer(client, run, step):
    """The consultation that blocks the step is answered."""
    person, role, opinion = OPINIONS[step]
    question = open_question(client, run, step, role)
    client.do(f"answer-{run}-{step}", person, "consultation answer " + question,
              f'step {step}: answers as {role}: "{opinion}"', answer=opinion)


def approve(client, run, step):
    client.do(f"approve-{run}-{step}", org.STEP_OWNER, "run approve " + run,
              f"step {step}: approves it", step=step)


def work(client, run, handed_in, step):
    """A step from its artefact to its approval."""
    submit(client, run, handed_in, step)
    if step in OPINIONS:
        answer(client, run, step)
    approve(client, run, step)


def plan_bypass(client):
    """Steps 1 and 2, with what may go wrong on the way."""
    start(client, BYPASS_RUN, register.BYPASS)
    client.refused("submit-stranger", org.BUSINESS_ANALYST,
                   "run submit " + BYPASS_RUN,
                   "tries to submit step 1 without being responsible",
                   naming=("Nina Sato", "Mara Lind"), step=1)
    submit(client, BYPASS_RUN, steps.BYPASS, 1)
    client.refused("approve-stranger", org.SERVICE_OWNER,
                   "run approve " + BYPASS_RUN,
                   "tries to approve step 1 without being accountable",
                   naming=("Oskar Brenner",), step=1)
    client.refused("approve-unanswered", org.STEP_OWNER,
                   "run approve " + BYPASS_RUN,
                   "tries to approve step 1 before the customer has answered",
                   step=1)
    answer(client, BYPASS_RUN, 1)
    approve(client, BYPASS_RUN, 1)
    submit(client, BYPASS_RUN, steps.BYPASS, 2)
    client.do("ask-advice", org.LEVEL_MANAGER, "consultation ask",
              f"asks {org.BUSINESS_ANALYST} for advice on step 2, due 03-15",
              parent="tenants/demo/runs/" + BYPASS_RUN,
              subject=f"tenants/demo/runs/{BYPASS_RUN}/steps/2",
              mode="ADVISORY", person=org.BUSINESS_ANALYST,
              question="Is there a better measure than the share of releases?",
              due_time="2016-03-15T09:00:00Z")
    answer(client, BYPASS_RUN, 2)


def gather_bypass(client):
    """The advice lapses; steps 2 to 6 up to the missing baseline."""
    client.eventually(
        "consultation list --parent=tenants/demo/runs/" + BYPASS_RUN,
        lambda reply: any(row["state"] == "STATE_LAPSED"
                          for row in reply.get("consultations", [])),
        "the lapse of the advisory consultation")
    client.tell("the advice was not given in time: no opinion given, "
                "the step goes on")
    approve(client, BYPASS_RUN, 2)
    record(client, "bypass-before", register.BYPASS_KPI,
           months(2015, 4, BEFORE[:-1]), "eleven months, 100 releases each")
    for step, day in ((3, "16"), (4, "18"), (5, "22")):
        client.advance(f"2016-03-{day}T11:00:00Z", f"Release bypass: step {step}")
        work(client, BYPASS_RUN, steps.BYPASS, step)
    client.advance("2016-03-31T16:00:00Z", "Release bypass: the decision")
    submit(client, BYPASS_RUN, steps.BYPASS, 6)
    answer(client, BYPASS_RUN, 6)
    client.refused("implement-blind", org.STEP_OWNER,
                   "run approve " + BYPASS_RUN,
                   "tries to go on to implementation without a baseline",
                   step=6)


def freeze(client, baseline, entry, indicator, first, end, told):
    """The analyst freezes, the CSI manager accepts."""
    client.do("freeze-" + baseline, org.ANALYST, "baseline freeze",
              f"freezes baselines/{baseline}: {told}", baseline_id=baseline,
              opportunity=entry, indicator=indicator, kind="SERIES",
              window={"start_time": first + "T00:00:00Z",
                      "end_time": end + "T00:00:00Z"})
    reply = client.do("accept-" + baseline, org.CSI_MANAGER,
                      "baseline accept " + baseline,
                      f"accepts baselines/{baseline}",
                      comment="The window of step 2.")
    client.tell(f"centre {reply['centre']:.2f}, limits "
                f"{reply['lower_limit']:.2f} to {reply['upper_limit']:.2f}")


def wait_for_state(client, run, state):
    client.eventually("run show " + run, lambda r: r.get("state") == state,
                      f"{state} of runs/{run}")
    client.tell(f"runs/{run} is {state.removeprefix('STATE_')}")


def wait_for_entry(client, entry, state):
    reply = client.eventually(
        "opportunity show " + entry,
        lambda r: r.get("state") == "OPPORTUNITY_STATE_" + state,
        f"{state} of opportunities/{entry}")
    client.tell(f"opportunities/{entry} has moved to {state} by itself")
    return reply


def begin_bypass(client):
    """The last month is in, the baseline is frozen, step 7 begins."""
    record(client, "bypass-march", register.BYPASS_KPI,
           months(2016, 3, BEFORE[-1:]), "March 2016, the twelfth month")
    freeze(client, steps.BYPASS_BASELINE, register.BYPASS,
           register.BYPASS_KPI, "2015-04-01", "2016-04-01",
           "twelve months from April 2015")
    approve(client, BYPASS_RUN, 6)
    wait_for_entry(client, register.BYPASS, "IN_PROGRESS")


def plan_sla(client):
    """Steps 1 and 2 of the second improvement."""
    start(client, SLA_RUN, register.SLA)
    for step in (1, 2):
        work(client, SLA_RUN, steps.SLA, step)


def measure_sla(client):
    record(client, "sla-before", register.SLA_KPI, weeks(SLA_WEEKS[:3]),
           "three weeks from 2016-03-28")


def gather_sla(client):
    """Its steps 3 to 6."""
    for step in (3, 4, 5):
        work(client, SLA_RUN, steps.SLA, step)
    client.advance("2016-04-22T10:00:00Z", "Made SLA: the decision")
    submit(client, SLA_RUN, steps.SLA, 6)
    answer(client, SLA_RUN, 6)


def implement_sla(client):
    """Baseline, step 7 without a change record, wait for the effect."""
    record(client, "sla-fourth", register.SLA_KPI, weeks(SLA_WEEKS[3:4]),
           "the week of 2016-04-18")
    freeze(client, steps.SLA_BASELINE, register.SLA, register.SLA_KPI,
           SLA_WEEKS[0], SLA_WEEKS[4], "four weeks from 2016-03-28")
    approve(client, SLA_RUN, 6)
    wait_for_entry(client, register.SLA, "IN_PROGRESS")
    work(client, SLA_RUN, steps.SLA, 7)
    wait_for_state(client, SLA_RUN, "STATE_WAITING_FOR_EFFECT")
