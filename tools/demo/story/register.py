"""Opportunities are logged, prioritised together and accepted."""
from story import organisation as org

BYPASS = "release-bypass"
SLA = "made-sla"
SIDE = "retire-fax-gateway"
BYPASS_KPI = "release-bypass-share"
SLA_KPI = "made-sla-share"
SESSION = "review-march-2016"


def define_indicators(client):
    """What is measured is defined before anybody asks for a verdict."""
    client.act("The indicators")
    client.do("kpi-bypass", org.LEVEL_MANAGER, "indicator create",
              f"defines indicators/{BYPASS_KPI}: % of releases that bypass "
              "release management, by month, lower is better",
              indicator_id=BYPASS_KPI, title="Releases that bypass the process",
              description="Releases into production without release "
                          "management, of all releases of the month.",
              unit="%", direction="LOWER", kind="PROCESS",
              source="Deployment records against the release calendar",
              frequency="MONTH", aggregation="PERCENTAGE", lower_bound=0,
              upper_bound=100, service=org.SERVICE, process=org.RELEASE)
    client.do("kpi-sla", org.LEVEL_MANAGER, "indicator create",
              f"defines indicators/{SLA_KPI}: % of closed incidents that met "
              "their SLA, by week, higher is better",
              indicator_id=SLA_KPI, title="Incidents that meet their SLA",
              description="Incidents that met their SLA, of all incidents "
                          "closed in the week.",
              unit="%", direction="HIGHER", kind="PROCESS",
              source="Incident management process enriched event log, "
                     "doi.org/10.24432/C57S4H, CC BY 4.0",
              frequency="WEEK", aggregation="PERCENTAGE", lower_bound=0,
              upper_bound=100, process=org.INCIDENT)
    for indicator in (BYPASS_KPI, SLA_KPI):
        for person in (org.LEVEL_MANAGER, org.CSI_MANAGER):
            client.do(f"approve-{indicator}-{person}", person,
                      "indicator approve " + indicator,
                      f"approves indicators/{indicator}")


def log(client):
    """Both owners log what they want to become better."""
    client.act("Two opportunities and a side entry")
    client.do("log-bypass", org.RELEASE_OWNER, "opportunity create",
              f"logs opportunities/{BYPASS}", opportunity_id=BYPASS,
              title="Fewer releases that bypass release management",
              description="Four of five releases of the order portal go live "
                          "past release management; failed releases are "
                          "found by customers.",
              type="PROCESS", service=org.SERVICE, process=org.RELEASE,
              size="MEDIUM", timescale="MEDIUM", priority=1, effort="MEDIUM",
              risk="LOW", confidence="HIGH", critical_business_area=True,
              justification="Two outages of the order portal in 2015 came "
                            "from releases that nobody had tested.",
              primary_indicator={
                  "indicator": f"tenants/demo/indicators/{BYPASS_KPI}",
                  "base": 80, "target": 50,
                  "target_date": {"year": 2016, "month": 12, "day": 31}},
              coordinator=org.CSI_MANAGER, effect_review_date="2016-12-01",
              benefit_forecast={"level": "LEVEL_HIGH", "description":
                                "Fewer outages after releases"})
    client.do("log-sla", org.INCIDENT_OWNER, "opportunity create",
              f"logs opportunities/{SLA}", opportunity_id=SLA,
              title="More incidents that meet their SLA",
              description="A third of the incidents misses its SLA. The date "
                          "of the change is illustrative; no real change is "
                          "known.",
              type="PROCESS", process=org.INCIDENT, size="SMALL",
              timescale="SHORT", priority=2, effort="SMALL", risk="LOW",
              confidence="MEDIUM", critical_business_area=False,
              justification="Missed SLAs come up at every service review.",
              primary_indicator={
                  "indicator": f"tenants/demo/indicators/{SLA_KPI}",
                  "base": 70, "target": 80,
                  "target_date": {"year": 2016, "month": 6, "day": 30}},
              coordinator=org.CSI_MANAGER, effect_review_date="2016-05-23",
              benefit_forecast={"level": "LEVEL_MEDIUM", "description":
                                "Fewer escalations"})
    client.do("log-side", org.LEAVER, "opportunity create",
              f"logs opportunities/{SIDE}", opportunity_id=SIDE,
              title="Retire the fax gateway", type="TECHNOLOGY",
              service=org.OLD_SERVICE, size="SMALL", priority=4,
              effort="SMALL", risk="LOW", confidence="HIGH",
              justification="Hardly any customer sends faxes.")


def prioritise(client):
    """A joint session of CSI manager, service owner and process owner."""
    client.act("A joint prioritisation")
    votes = [(org.CSI_MANAGER, BYPASS, 5), (org.SERVICE_OWNER, BYPASS, 5),
             (org.RELEASE_OWNER, BYPASS, 4), (org.CSI_MANAGER, SLA, 4),
             (org.INCIDENT_OWNER, SLA, 4), (org.LEVEL_MANAGER, SLA, 3)]
    people = sorted({person for person, _, _ in votes})
    client.do("session", org.CSI_MANAGER, "prioritization open",
              f"opens prioritizations/{SESSION}", prioritization_id=SESSION,
              title="Review of the register, March 2016",
              agenda="Releases that bypass the process; missed SLAs",
              opportunities=[BYPASS, SLA],
              participants=[{"person": f"tenants/demo/people/{p}"}
                            for p in people])
    name = f"tenants/demo/prioritizations/{SESSION}"
    for person, entry, value in votes:
        client.do(f"vote-{entry}-{person}", person, "prioritization vote",
                  f"gives {entry} {value} of 5", name=name,
                  opportunity=entry, value=value)
    client.refused("vote-service-owner", org.SERVICE_OWNER,
                   "prioritization vote",
                   f"tries to vote on {SLA}, which is about no service of hers",
                   naming=("Henrik Olsen", "Mara Lind"), name=name,
                   opportunity=SLA, value=5)
    session = client.do(
        "conclude", org.CSI_MANAGER, "prioritization conclude " + SESSION,
        "concludes the session", summary="Both are worth doing now.",
        decisions=[{"opportunity": f"tenants/demo/opportunities/{e}",
                    "decision": "Accept"} for e in (BYPASS, SLA)])
    for row in session["ranking"]:
        explain(client, row)
    for entry in (BYPASS, SLA, SIDE):
        reply = client.do(f"accept-{entry}", org.CSI_MANAGER,
                          "opportunity accept " + entry,
                          f"accepts opportunities/{entry}",
                          reason="Worth doing, and somebody answers for it.")
        client.tell(f"accountable: {reply['accountable'].split('/')[-1]}")


def explain(client, row):
    """One line per term of a score."""
    client.tell(f"{row['opportunity'].split('/')[-1]}: "
                f"score {row['score']:.1f}, rank {row['rank']}")
    for term in row.get("terms", []):
        print("      " + ", ".join(f"{k} {v}" for k, v in term.items()))


def lose_the_owner(client):
    """After the accountable person has left nothing starts."""
    client.act("The accountable person of the side entry leaves")
    client.do("leave", org.DIRECTOR, "person leave " + org.LEAVER,
              f"registers that {org.LEAVER} leaves",
              comment="Moves to another company")
    client.eventually("raci vacancies", lambda r: "fax-gateway" in str(r),
                      "the vacancy")
    client.refused("start-side", org.CSI_MANAGER, "run start " + SIDE,
                   "tries to start its run", run_id="fax-run")
