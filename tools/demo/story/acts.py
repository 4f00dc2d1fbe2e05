"""The order of the story."""
from story import (changes, organisation, outlook, register, results, runs,
                   summary)

START = "2016-03-01T08:00:00Z"


def play(client, out, interludes=None):
    """Plays all of it, or finds it played, and writes what came of it.

    `interludes` are called at their place: "half-way" and "later".
    """
    interludes = interludes or {}
    if summary.played(client):
        client.act("The story was played before; everything is as it was")
        summary.finish(client, out)
        return
    organisation.found(client)
    client.advance("2016-03-02T09:00:00Z", "what is measured, and for what")
    register.define_indicators(client)
    register.log(client)
    register.prioritise(client)
    register.lose_the_owner(client)
    client.advance("2016-03-07T09:00:00Z", "Release bypass: plan")
    runs.plan_bypass(client)
    client.advance("2016-03-15T10:00:00Z", "Release bypass: do and check")
    runs.gather_bypass(client)
    client.advance("2016-04-01T00:00:00Z", "Release bypass: the month is over")
    runs.begin_bypass(client)
    outcomes = changes.implement(client)
    client.advance("2016-04-04T09:00:00Z", "Made SLA: plan")
    runs.plan_sla(client)
    client.advance("2016-04-18T10:00:00Z", "Made SLA: three weeks are in")
    runs.measure_sla(client)
    if "half-way" in interludes:
        interludes["half-way"]()
    runs.gather_sla(client)
    client.advance("2016-04-25T00:00:00Z", "Made SLA: the fourth week is over")
    runs.implement_sla(client)
    if "later" in interludes:
        interludes["later"]()
    client.advance("2016-05-23T08:00:00Z", "Made SLA: four weeks later")
    results.judge_sla(client)
    client.advance("2016-12-01T08:00:00Z", "Release bypass: eight months later")
    results.judge_bypass(client)
    outlook.go_on(client)
    client.act("Report and summary")
    summary.finish(client, out, outcomes)
