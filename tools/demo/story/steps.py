"""What each improvement hands in at each of the seven steps."""
from story import organisation as org
from story import register

BYPASS_BASELINE = "bypass-before"
SLA_BASELINE = "made-sla-before"
BYPASS_VERDICT = "bypass-after-rfc-501"
SLA_VERDICT = "made-sla-four-weeks"


def text(key, value):
    return {"key": key, "text": value}


def items(key, *values):
    return {"key": key, "list": {"items": list(values)}}


def reference(key, value):
    return {"key": key, "reference": "tenants/demo/" + value}


def number(key, value, unit):
    return {"key": key, "number": {"value": value, "unit": unit}}


def date(key, year, month, day):
    return {"key": key, "date": {"year": year, "month": month, "day": day}}


BYPASS = {
    1: (org.SERVICE_OWNER, "the vision and the goals", [
        text("vision", "Customers no longer find our failed releases."),
        items("business_goals", "No lost orders after a release"),
        items("technical_goals", "Every release is tested and can be backed "
                                 "out"),
        items("success_factors", "The process is faster than going around it"),
    ]),
    2: (org.LEVEL_MANAGER, "what is measured", [
        items("should_measure", "Releases that bypass the process",
              "Outages after releases"),
        items("can_measure", "Releases that bypass the process"),
        text("gap", "Outages are not tied to releases yet."),
        reference("indicator", "indicators/" + register.BYPASS_KPI),
        number("target", 50, "%"),
        text("direction", "lower"),
        text("frequency", "month"),
        text("source", "Deployment records against the release calendar"),
        text("baseline_plan", "April 2015 to March 2016, twelve months."),
    ]),
    3: (org.PRACTITIONER, "the raw data", [
        reference("data_set", "indicators/" + register.BYPASS_KPI),
        text("integrity", "100 releases a month, none missing; March 2016 "
                          "follows when the month is over."),
    ]),
    4: (org.ANALYST, "one series with its lineage", [
        reference("series", "indicators/" + register.BYPASS_KPI),
        text("lineage", "Deployments without an approved release record, "
                        "counted by the month of deployment."),
    ]),
    5: (org.ANALYST, "the trend and the cause", [
        text("trend", "No trend; about 80 %, month after month."),
        text("sla_gap", "30 points above the target of 50 %."),
        text("cause", "Release management needs five days for what a team "
                      "deploys in an hour."),
        items("options", "Do nothing", "Lock the deployment tool",
              "Give small releases a fast lane through the process"),
    ]),
    6: (org.CSI_MANAGER, "the recommendation and the decision", [
        text("recommendation", "A fast lane for small releases."),
        text("decision", "go"),
        date("decided_on", 2016, 3, 31),
        {"key": "cost", "money": {"currency_code": "EUR", "units": "12000"}},
        text("rfc_draft", "Deployment tool asks for a release record; small "
                          "releases are approved at once."),
    ]),
    7: (org.PROCESS_MANAGER, "the lessons", [
        text("lessons", "Make the right way the quick way, then lock the "
                        "other."),
    ]),
}

SLA = {
    1: (org.INCIDENT_OWNER, "the vision and the goals", [
        text("vision", "What we promised at the desk is what we keep."),
        items("business_goals", "Fewer escalations by customers"),
        items("success_factors", "Queues are sorted by time left"),
    ]),
    2: (org.LEVEL_MANAGER, "what is measured", [
        items("should_measure", "Incidents that meet their SLA"),
        items("can_measure", "Incidents that meet their SLA, by week"),
        reference("indicator", "indicators/" + register.SLA_KPI),
        number("target", 80, "%"),
        text("direction", "higher"),
        text("frequency", "week"),
        text("baseline_plan", "The four whole weeks from 2016-03-28; the week "
                              "before is a bulk close."),
    ]),
    3: (org.PRACTITIONER, "the raw data", [
        reference("data_set", "indicators/" + register.SLA_KPI),
        text("integrity", "Weeks before 2016-03-28 hold few closures or a "
                          "bulk close and are not used."),
    ]),
    4: (org.ANALYST, "one series with its lineage", [
        reference("series", "indicators/" + register.SLA_KPI),
        text("lineage", "Last event of each incident, counted by the week of "
                        "closing."),
    ]),
    5: (org.ANALYST, "the trend and the cause", [
        text("trend", "Rising already; four weeks are too few to say more."),
        text("cause", "Work in order of arrival, not of time left."),
        items("options", "Do nothing", "Sort the queues by time left"),
    ]),
    6: (org.INCIDENT_OWNER, "the recommendation and the decision", [
        text("recommendation", "Sort the queues by time left."),
        text("decision", "go"),
        date("decided_on", 2016, 4, 22),
    ]),
    7: (org.PROCESS_MANAGER, "the lessons", [
        date("implemented_on", 2016, 4, 25),
        text("lessons", "Measure for twelve periods before anything is "
                        "changed."),
    ]),
}
