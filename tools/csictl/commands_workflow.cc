// Commands of the workflow service: runs, consultations and changes.
#include "tools/csictl/command_rows.h"

namespace csi::tools {
namespace {

#define CALL(method) "csi.workflow.v1.WorkflowService." method

constexpr CommandRow kRows[] = {
    {"definition", "list", CALL("ListDefinitions"), "", "", "",
     "Workflow definitions"},
    {"definition", "show", CALL("GetDefinition"), "name", "definitions", "",
     "One definition"},
    {"run", "start", CALL("StartRun"), "opportunity", "opportunities", "",
     "Start a run of an accepted entry"},
    {"run", "show", CALL("GetRun"), "name", "runs", "", "One run"},
    {"run", "list", CALL("ListRuns"), "", "",
     "name opportunity state step phase", "All runs"},
    {"run", "record", CALL("RecordArtefact"), "name", "runs", "",
     "Record a step's artefact"},
    {"run", "submit", CALL("SubmitStep"), "name", "runs", "",
     "Submit the current step"},
    {"run", "approve", CALL("ApproveStep"), "name", "runs", "",
     "Approve the submitted step"},
    {"run", "send-back", CALL("SendBackStep"), "name", "runs", "",
     "Send a step back with a reason"},
    {"run", "skip", CALL("SkipStep"), "name", "runs", "",
     "Skip a step with reason and authority"},
    {"run", "extend", CALL("ExtendStep"), "name", "runs", "",
     "Move a step's due date"},
    {"run", "override", CALL("OverrideStep"), "name", "runs", "",
     "Override a step; marked in the record"},
    {"run", "hold", CALL("HoldRun"), "name", "runs", "", "Hold a run"},
    {"run", "resume", CALL("ResumeRun"), "name", "runs", "", "Resume a run"},
    {"run", "cancel", CALL("CancelRun"), "name", "runs", "", "Cancel a run"},
    {"run", "next-cycle", CALL("StartNextCycle"), "name", "runs", "",
     "From step 7 back to 1, linked"},
    {"run", "explain", CALL("ExplainRun"), "name", "runs",
     "summary blockers next explanation",
     "What blocks this run, who can move it"},
    {"run", "steps", CALL("ListSteps"), "parent", "runs", "", "Steps of a run"},
    {"run", "artefacts", CALL("ListArtefacts"), "parent", "runs", "",
     "Artefacts of a run"},
    {"run", "step", CALL("GetStep"), "name", "", "",
     "One step, by its full name"},
    {"run", "artefact", CALL("GetArtefact"), "name", "", "",
     "One artefact, by its full name"},
    {"consultation", "ask", CALL("AskConsultation"), "parent", "runs", "",
     "Ask somebody about a step of a run"},
    {"consultation", "answer", CALL("AnswerConsultation"), "name",
     "consultations", "", "Answer a consultation"},
    {"consultation", "waive", CALL("WaiveConsultation"), "name",
     "consultations", "", "Waive a consultation with a reason"},
    {"consultation", "list", CALL("ListConsultations"), "parent", "runs", "",
     "Consultations of a run"},
    {"consultation", "show", CALL("GetConsultation"), "name", "consultations",
     "", "One consultation"},
    {"rfc", "raise", CALL("RaiseRfc"), "parent", "runs", "",
     "Raise an RFC from a run"},
    {"rfc", "link", CALL("LinkRfc"), "parent", "runs", "",
     "Link a change to a run"},
    {"rfc", "list", CALL("ListRfcs"), "parent", "runs", "", "RFCs of a run"},
    {"rfc", "show", CALL("GetRfc"), "name", "", "",
     "One RFC, by its full name"},
    {"rfc", "event", CALL("IngestChangeEvent"), "", "", "",
     "Tell a change's status"},
    {"rfc", "parked", CALL("ListParkedChanges"), "", "", "",
     "Change events that match nothing yet"},
    {"rfc", "parked-show", CALL("GetParkedChange"), "name", "parkedChanges", "",
     "One parked change event"},
    {"inbox", "list", CALL("ListInbox"), "parent", "people", "",
     "What waits for a person"},
};

#undef CALL

}  // namespace

std::span<const CommandRow> WorkflowCommands() { return kRows; }

}  // namespace csi::tools
