"""What the figures say, and what is made of it."""
from story import organisation as org
from story import register, runs, steps


def compare(client, comparison, entry, **settings):
    """The analyst compares, after the effect review date."""
    reply = client.do("compare-" + comparison, org.ANALYST, "compare run",
                      f"computes comparisons/{comparison}",
                      comparison_id=comparison, opportunity=entry, **settings)
    value = reply["value"].removeprefix("VERDICT_VALUE_")
    reasons = ", ".join(reply.get("reasons", []))
    client.tell(f"verdict: {value}" + (f"({reasons})" if reasons else ""))
    if reply.get("after_state"):
        client.tell("after state: "
                    + reply["after_state"].removeprefix("AFTER_STATE_"))
    if reply.get("notes"):
        client.tell("notes: " + ", ".join(reply["notes"]))
    client.tell(reply["sentence"])
    return reply


def accept(client, comparison, entry, run):
    """The accountable person of step 7 accepts; the rest moves by itself."""
    client.refused("accept-own-" + comparison, org.ANALYST,
                   "compare accept " + comparison,
                   "tries to accept the verdict that he computed",
                   naming=("Oskar Brenner",))
    client.do("accept-" + comparison, org.STEP_OWNER,
              "compare accept " + comparison,
              f"accepts the verdict comparisons/{comparison}",
              reason="The figures are those of the declared windows.")
    runs.wait_for_state(client, run, "STATE_COMPLETED")
    runs.wait_for_entry(client, entry, "CLOSED")


def judge_sla(client):
    """Four weeks against four, at an illustrative date."""
    runs.record(client, "sla-after", register.SLA_KPI,
                runs.weeks(runs.SLA_WEEKS[4:]), "four weeks from 2016-04-25")
    cut = runs.SLA_WEEKS[4] + "T00:00:00Z"
    compare(client, steps.SLA_VERDICT, register.SLA, after_periods=4,
            illustrative=True,
            change_window={"start_time": cut, "end_time": cut},
            change_reason="The date is illustrative; no real change is known.")
    accept(client, steps.SLA_VERDICT, register.SLA, runs.SLA_RUN)


def judge_bypass(client):
    """Twelve months against eight after RFC-501."""
    runs.record(client, "bypass-after", register.BYPASS_KPI,
                runs.months(2016, 4, runs.AFTER), "eight months after RFC-501")
    runs.work(client, runs.BYPASS_RUN, steps.BYPASS, 7)
    compare(client, steps.BYPASS_VERDICT, register.BYPASS)
    client.refused("new-baseline", org.ANALYST, "baseline propose",
                   "proposes the new level as a baseline",
                   baseline_id="bypass-new", cause="RFC-501",
                   comparison=steps.BYPASS_VERDICT)
    accept(client, steps.BYPASS_VERDICT, register.BYPASS, runs.BYPASS_RUN)
