"""What goes on: a third improvement, a quick win, is being implemented."""
import pathlib

from story import organisation as org
from story import register, runs, steps

ENTRY = "outages-after-releases"
RUN = "outages-run"
KPI = "outages-tied-share"
BASELINE = "outages-tied-before"
ROOT = pathlib.Path(__file__).resolve().parents[3]
DEFAULT_ADDRESS = "127.0.0.1:7470"


def log(client):
    client.do("log-outages", org.SERVICE_OWNER, "opportunity create",
              f"logs opportunities/{ENTRY}, the gap that step 2 found",
              opportunity_id=ENTRY, title="Tie outages to releases",
              type="PROCESS", approach="QUICK_WIN", service=org.SERVICE,
              process=org.RELEASE, size="SMALL", priority=2, effort="SMALL",
              risk="LOW", confidence="MEDIUM", coordinator=org.CSI_MANAGER,
              justification="Nobody can say which release broke what.",
              primary_indicator={"indicator": "tenants/demo/indicators/" + KPI,
                                 "base": 20, "target": 90})
    client.do("accept-outages", org.CSI_MANAGER, "opportunity accept " + ENTRY,
              f"accepts opportunities/{ENTRY}", reason="Needed to go on.")


def go_on(client):
    """Decided on one audit figure; the change is being made."""
    client.act("What goes on: a quick win")
    client.do("kpi-outages", org.LEVEL_MANAGER, "indicator create",
              f"defines indicators/{KPI}", indicator_id=KPI,
              title="Outages with a release named", unit="%",
              direction="HIGHER", kind="PROCESS", source="Outage records",
              frequency="MONTH", aggregation="PERCENTAGE", lower_bound=0,
              upper_bound=100, service=org.SERVICE, process=org.RELEASE)
    log(client)
    runs.start(client, RUN, ENTRY)
    runs.submit(client, RUN, {1: (org.CSI_MANAGER, "the decision", [
        steps.text("goal", "Every outage names the release behind it."),
        steps.reference("indicator", "indicators/" + KPI),
        steps.text("decision", "go")])}, 1)
    question = runs.open_question(client, RUN, 1, "senior-it-manager")
    client.do("answer-outages", org.SENIOR_IT, "consultation answer " + question,
              'step 1: answers: "Go ahead."', answer="Go ahead.")
    client.do("freeze-outages", org.ANALYST, "baseline freeze",
              f"freezes baselines/{BASELINE}: one audit figure, 20 %",
              baseline_id=BASELINE, opportunity=ENTRY, indicator=KPI,
              kind="SINGLE", single_value=20, single_time="2016-11-15",
              evidence="Audit of the outages of October 2016")
    client.do("accept-baseline-outages", org.CSI_MANAGER,
              "baseline accept " + BASELINE, f"accepts baselines/{BASELINE}")
    runs.approve(client, RUN, 1)
    runs.wait_for_entry(client, ENTRY, "IN_PROGRESS")


def address_of(address, service):
    """That of one service, when each has its own in what csictl takes."""
    own = dict(part.split("=", 1) for part in address.split(",") if "=" in part)
    return own.get(service, address)


def commands(csictl, address):
    """Three commands to try, as short as they can be."""
    try:
        csictl = pathlib.Path(csictl).resolve().relative_to(ROOT)
    except ValueError:
        pass  # a client from elsewhere keeps its path

    def at(service):
        own = address_of(address, service)
        return f"{csictl}" + ("" if own == DEFAULT_ADDRESS else f" --address {own}")

    return [f"{at('workflow')} run explain {RUN}",
            f"{at('registry')} opportunity history {register.BYPASS}",
            f"{at('workflow')} next --as {org.PROCESS_MANAGER}"]
