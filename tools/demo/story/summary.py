"""Report, summary and next commands, read back from the server."""
import json
import os
import pathlib

from story import organisation, outlook, register, runs, steps

IMPROVEMENTS = [
    (register.BYPASS, runs.BYPASS_RUN, steps.BYPASS_BASELINE,
     steps.BYPASS_VERDICT),
    (register.SLA, runs.SLA_RUN, steps.SLA_BASELINE, steps.SLA_VERDICT),
]
STEP_FIELDS = ["number", "key", "title", "submitter", "approver"]


def last_part(name):
    return name.rsplit("/", 1)[-1]


def played(client):
    """Whether an earlier start has played all of it."""
    if not client.exists("run", outlook.RUN):
        return False
    first = client.call("", "run steps " + outlook.RUN)["steps"][0]
    return first["phase"] == "PHASE_APPROVED"


def run_summary(client, run):
    shown = client.call("", "run show " + run)
    rows = client.call("", "run steps " + run)["steps"]
    questions = client.call("", "consultation list "
                            f"--parent=tenants/demo/runs/{run}")
    return {
        "run": run,
        "state": shown["state"].removeprefix("STATE_"),
        "steps": [{**{k: last_part(str(row.get(k, ""))) for k in STEP_FIELDS},
                   "phase": row["phase"].removeprefix("PHASE_")}
                  for row in rows],
        "consultations": [
            {"step": int(last_part(q["subject"])),
             "role": last_part(q.get("role", "")),
             "person": last_part(q.get("person", "")),
             "mode": q["mode"].removeprefix("MODE_"),
             "state": q["state"].removeprefix("STATE_"),
             "answered_by": last_part(q.get("answered_by", ""))}
            for q in questions.get("consultations", [])],
        "rfcs": [{"id": r.get("external_id", ""),
                  "status": r["status"].removeprefix("STATUS_")}
                 for r in client.call("", "rfc list " + run).get("rfcs", [])],
    }


def improvement(client, entry, run, baseline, verdict):
    shown = client.call("", "opportunity show " + entry)
    frozen = client.call("", "baseline show " + baseline)
    judged = client.call("", "compare show " + verdict)
    return {
        "opportunity": entry,
        "number": int(shown["number"]),
        "title": shown["title"],
        "state": shown["state"].removeprefix("OPPORTUNITY_STATE_"),
        "accountable": last_part(shown["accountable"]),
        "score": shown["score"],
        "rank": shown["rank"],
        "run": run_summary(client, run),
        "baseline": {k: frozen[k] for k in
                     ("centre", "lower_limit", "upper_limit", "pooled_value",
                      "content_sha256")},
        "verdict": {
            "comparison": verdict,
            "state": judged["state"].removeprefix("COMPARISON_STATE_"),
            "value": judged["value"].removeprefix("VERDICT_VALUE_"),
            "reasons": judged.get("reasons", []),
            "notes": judged.get("notes", []),
            "after_state": judged.get("after_state", "").removeprefix(
                "AFTER_STATE_"),
            "sentence": judged["sentence"],
            "figures": judged["figures"],
            "computed_by": last_part(judged["computed_by"]["person"]),
            "accepted_by": last_part(judged["accepted_by"]["person"]),
        },
    }


def write(path, text):
    """The whole file or none."""
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)


def finish(client, out, outcomes=None):
    """Writes the three files; what is told only once is kept."""
    path = pathlib.Path(out) / "summary.json"
    kept = {}
    if outcomes is None and path.exists():
        kept = json.loads(path.read_text(encoding="utf-8"))
    content = {
        "tenant": "demo",
        "improvements": [improvement(client, *row) for row in IMPROVEMENTS],
        "register": client.call("", "report summary"),
        "change_events": outcomes or kept.get("change_events", []),
        "refusals": client.refusals or kept.get("refusals", []),
        "steps": client.steps or kept.get("steps", []),
    }
    write(path, json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    report = pathlib.Path(out) / "report.html"
    client.call(organisation.ANALYST, "report render", out=str(report),
                title="Continual service improvement: the demonstration")
    write(pathlib.Path(out) / "next.txt", "".join(
        f"  {line}\n" for line in outlook.commands(client.csictl, client.address)))
    client.tell(f"wrote {report}, {path}")
