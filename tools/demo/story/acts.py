"""The order of the story."""
from story import changes, organisation, register, runs, steps

START = "2016-03-01T08:00:00Z"


def play(client, out):
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
    runs.record(client, "bypass-march", register.BYPASS_KPI,
                runs.months(2016, 3, runs.BEFORE[-1:]), "March 2016")
    runs.freeze(client, steps.BYPASS_BASELINE, register.BYPASS,
                register.BYPASS_KPI, "2015-04-01", "2016-04-01",
                "twelve months from April 2015")
    runs.approve(client, runs.BYPASS_RUN, 6)
    runs.wait_for_entry(client, register.BYPASS, "IN_PROGRESS")
    outcomes = changes.implement(client)
