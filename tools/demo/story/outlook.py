"""What is left to do: a third improvement waits for an answer."""
from story import organisation as org
from story import runs, steps

ENTRY = "outages-after-releases"
RUN = "outages-run"


def leave_something_to_do(client):
    """The gap that step 2 found becomes an entry of its own."""
    client.do("log-outages", org.SERVICE_OWNER, "opportunity create",
              f"logs opportunities/{ENTRY}, the gap that step 2 found",
              opportunity_id=ENTRY, title="Tie outages to releases",
              type="PROCESS", service=org.SERVICE, process=org.RELEASE,
              size="SMALL", priority=2, effort="SMALL", risk="LOW",
              confidence="MEDIUM", coordinator=org.CSI_MANAGER,
              justification="Nobody can say which release broke what.")
    client.do("accept-outages", org.CSI_MANAGER, "opportunity accept " + ENTRY,
              f"accepts opportunities/{ENTRY}", reason="Needed to go on.")
    runs.start(client, RUN, ENTRY)
    runs.submit(client, RUN, {1: (org.SERVICE_OWNER, "the vision", [
        steps.text("vision", "Every outage names the release behind it."),
        steps.items("business_goals", "Faster repair"),
        steps.items("success_factors", "No extra form to fill in"),
    ])}, 1)
    client.tell(f"runs/{RUN} waits for the customer {org.CUSTOMER}")


def commands(csictl, address):
    """Three commands to try."""
    base = f"{csictl} --address {address}"
    question = f"{RUN}-01-0001"
    return [
        f"{base} run explain {RUN}",
        f"{base} --as {org.CUSTOMER} consultation answer {question} "
        "--answer 'Yes, please'",
        f"{base} --as {org.STEP_OWNER} run approve {RUN} --step 1",
    ]
