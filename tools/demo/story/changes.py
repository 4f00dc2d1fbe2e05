"""RFC-501 and what change management says about it."""
from story import organisation as org
from story import register, runs

RFC = "rfc-501"
EXTERNAL = "RFC-501"
CUT_OVER = "2016-04-01T00:00:00Z"

# Status, revision of the change record, time by the change system's clock. The
# change desk has had the draft since the decision of step 6.
NEWS = {
    "submitted": ("SUBMITTED", 1, "2016-03-31T09:00:00Z"),
    "approved": ("APPROVED", 2, "2016-03-31T15:00:00Z"),
    "implemented": ("IMPLEMENTED", 3, "2016-04-01T00:30:00Z"),
    "closed": ("CLOSED_SUCCESS", 4, "2016-04-01T06:00:00Z"),
}
# Twice each, and not in order.
ARRIVALS = ["approved", "submitted", "approved", "submitted", "closed",
            "implemented", "closed", "implemented"]


def raise_rfc(client):
    client.do("raise-rfc", org.SERVICE_OWNER, "rfc raise " + runs.BYPASS_RUN,
              f"raises runs/{runs.BYPASS_RUN}/rfcs/{RFC}", rfc_id=RFC,
              title="Fast lane for small releases",
              description="The deployment tool asks for a release record; "
                          "small releases are approved at once.",
              type="normal", external_system="change-desk",
              external_id=EXTERNAL)


def hear(client):
    """Eight messages, four facts."""
    outcomes = []
    for i, what in enumerate(ARRIVALS):
        status, revision, changed = NEWS[what]
        event = {"source": "//change-desk/demo",
                 "event_id": f"{EXTERNAL}-{revision}",
                 "external_system": "change-desk", "external_id": EXTERNAL,
                 "status": "STATUS_" + status, "source_revision": revision,
                 "changed_time": changed}
        if revision >= 3:
            event["actual_start_time"] = CUT_OVER
            event["actual_end_time"] = CUT_OVER
        reply = client.call(org.CHANGE_MANAGER, "rfc event", f"news-{i}",
                            event=event)
        outcome = reply["outcome"].removeprefix("OUTCOME_")
        outcomes.append({"event": what, "outcome": outcome})
        client.tell(f"{EXTERNAL} {what}: {outcome}", org.CHANGE_MANAGER)
    rfcs = client.call("", "rfc list " + runs.BYPASS_RUN)["rfcs"]
    client.tell(f"{EXTERNAL} is {rfcs[0]['status'].removeprefix('STATUS_')}, "
                f"one of {len(rfcs)}")
    return outcomes


def implement(client):
    raise_rfc(client)
    client.advance("2016-04-01T08:00:00Z", "Release bypass: news of the change")
    outcomes = hear(client)
    runs.wait_for_state(client, runs.BYPASS_RUN, "STATE_WAITING_FOR_EFFECT")
    runs.wait_for_entry(client, register.BYPASS, "IN_REVIEW")
    return outcomes
