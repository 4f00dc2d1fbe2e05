#include "tools/csictl/command_table.h"

#include <set>

#include "common/base/strings.h"

namespace csi::tools {
namespace {

#define RACI(method) "RaciService/" method
#define REG(method) "RegistryService/" method
#define WF(method) "WorkflowService/" method
#define REP(method) "ReportingService/" method

std::vector<CommandRow> MakeCommands() {
  return {
      // People and the directory.
      {"person", "create", RACI("CreatePerson"), "person_id", "", "",
       "Register a person"},
      {"person", "show", RACI("GetPerson"), "name", "people", "", "One person"},
      {"person", "list", RACI("ListPeople"), "", "", "", "All people"},
      {"person", "leave", RACI("RegisterLeaver"), "name", "people", "",
       "Register that a person leaves; vacancies follow"},
      {"person", "absence", RACI("RecordAbsence"), "name", "people", "",
       "Record an absence with a deputy"},
      {"unit", "create", RACI("CreateUnit"), "unit_id", "", "", "A unit"},
      {"unit", "list", RACI("ListUnits"), "", "", "", "All units"},
      {"team", "create", RACI("CreateTeam"), "team_id", "", "", "A team"},
      {"team", "list", RACI("ListTeams"), "", "", "", "All teams"},
      {"role", "create", RACI("CreateRole"), "role_id", "", "", "A role"},
      {"role", "show", RACI("GetRole"), "name", "roles", "", "One role"},
      {"role", "list", RACI("ListRoles"), "", "", "", "All roles"},
      {"service", "create", RACI("CreateService"), "service_id", "", "",
       "An IT service"},
      {"service", "show", RACI("GetService"), "name", "services", "",
       "One service"},
      {"service", "list", RACI("ListServices"), "", "", "", "All services"},
      {"process", "create", RACI("CreateProcess"), "process_id", "", "",
       "A process"},
      {"process", "list", RACI("ListProcesses"), "", "", "", "All processes"},
      {"calendar", "create", RACI("CreateCalendar"), "calendar_id", "", "",
       "A calendar"},
      {"calendar", "list", RACI("ListCalendars"), "", "", "", "All calendars"},
      {"line", "create", RACI("CreateReportingLine"), "reporting_line_id", "",
       "", "A reporting line with its purpose"},
      {"line", "list", RACI("ListReportingLines"), "", "", "",
       "All reporting lines"},
      {"limit", "create", RACI("CreateAuthorityLimit"), "authority_limit_id",
       "", "", "An authority limit"},
      {"limit", "list", RACI("ListAuthorityLimits"), "", "", "",
       "All authority limits"},
      {"assignment", "create", RACI("AppointHolder"), "assignment_id", "", "",
       "Appoint a holder of a role in a scope"},
      {"assignment", "show", RACI("GetAssignment"), "name", "assignments", "",
       "One assignment"},
      {"assignment", "list", RACI("ListAssignments"), "", "", "",
       "All assignments"},
      {"assignment", "end", RACI("EndAssignment"), "name", "assignments", "",
       "End an assignment"},
      {"matrix", "create", RACI("CreateMatrix"), "matrix_id", "", "",
       "Draft a RACI matrix"},
      {"matrix", "show", RACI("GetMatrix"), "name", "matrices", "",
       "One matrix"},
      {"matrix", "list", RACI("ListMatrices"), "", "", "", "All matrices"},
      {"matrix", "set-cells", RACI("SetCells"), "name", "matrices", "",
       "Set letters in a draft"},
      {"matrix", "test", RACI("TestMatrix"), "name", "matrices", "",
       "Check a draft; it becomes TESTED"},
      {"matrix", "deploy", RACI("DeployMatrix"), "name", "matrices", "",
       "Put a tested matrix into operation"},
      {"matrix", "retire", RACI("RetireMatrix"), "name", "matrices", "",
       "Take a matrix out of operation"},
      {"raci", "findings", RACI("CheckMatrix"), "name", "matrices", "",
       "What is wrong with a stored matrix"},
      {"raci", "import", RACI("ImportMatrix"), "", "", "",
       "Draft a matrix from a table"},
      {"raci", "export", RACI("ExportMatrix"), "name", "matrices", "",
       "A matrix as a table"},
      {"raci", "resolve", RACI("ResolveRaci"), "activity", "", "",
       "Who is R, A, C, I for an activity in a scope"},
      {"raci", "who", RACI("ResolveRaci"), "activity", "", "",
       "The same as resolve"},
      {"raci", "may", RACI("CheckAuthority"), "person", "people", "",
       "May this person do this here, and why"},
      {"raci", "vacancies", RACI("ListVacancies"), "", "", "",
       "Roles without a holder"},
      {"pack", "apply", RACI("ApplyPack"), "", "", "",
       "Load the ITIL default pack"},
      {"pack", "preview", RACI("PreviewPack"), "", "", "",
       "What applying the pack would change"},
      // Register.
      {"opportunity", "create", REG("CreateOpportunity"), "opportunity_id", "",
       "", "Log an improvement opportunity"},
      {"opportunity", "show", REG("GetOpportunity"), "name", "opportunities",
       "", "One entry"},
      {"opportunity", "list", REG("ListOpportunities"), "", "",
       "number name title state accountable due_date score",
       "Entries, by --filter and --order-by"},
      {"opportunity", "update", REG("UpdateOpportunity"), "opportunity.name",
       "opportunities", "", "Change fields named by --update-mask"},
      {"opportunity", "accept", REG("AcceptOpportunity"), "name",
       "opportunities", "", "Accept an entry; needs one accountable person"},
      {"opportunity", "reject", REG("RejectOpportunity"), "name",
       "opportunities", "", "Reject an entry with a reason"},
      {"opportunity", "defer", REG("DeferOpportunity"), "name", "opportunities",
       "", "Defer an entry to a wake-up date"},
      {"opportunity", "hold", REG("HoldOpportunity"), "name", "opportunities",
       "", "Put an entry on hold"},
      {"opportunity", "resume", REG("ResumeOpportunity"), "name",
       "opportunities", "", "Back to the state before the hold"},
      {"opportunity", "cancel", REG("CancelOpportunity"), "name",
       "opportunities", "", "Cancel an entry"},
      {"opportunity", "close", REG("CloseOpportunity"), "name", "opportunities",
       "", "Close an entry"},
      {"opportunity", "reopen", REG("ReopenOpportunity"), "name",
       "opportunities", "", "Reopen a closed entry"},
      {"opportunity", "link", REG("LinkOpportunity"), "name", "opportunities",
       "", "Link an entry to something"},
      {"opportunity", "history", REG("ListHistory"), "parent", "opportunities",
       "", "Who did what to an entry, when"},
      {"opportunity", "score", REG("ExplainScore"), "name", "opportunities", "",
       "Each term of an entry's score"},
      {"opportunity", "board", REG("GetBoard"), "", "", "",
       "Entries counted by state"},
      {"prioritization", "open", REG("OpenPrioritization"), "prioritization_id",
       "", "", "Open a joint session"},
      {"prioritization", "vote", REG("CastVote"), "name", "prioritizations", "",
       "Cast a vote in a session"},
      {"prioritization", "conclude", REG("ConcludePrioritization"), "name",
       "prioritizations", "", "Compute and record the ranking"},
      {"prioritization", "show", REG("GetPrioritization"), "name",
       "prioritizations", "", "One session with its ranking"},
      {"prioritization", "list", REG("ListPrioritizations"), "", "", "",
       "All sessions"},
      {"objection", "raise", REG("RaiseObjection"), "objection_id", "", "",
       "Object to an entry"},
      {"objection", "answer", REG("AnswerObjection"), "name", "objections", "",
       "Answer an objection"},
      {"objection", "promote", REG("PromoteObjection"), "name", "objections",
       "", "Promote an objection to an RFC draft"},
      {"objection", "list", REG("ListObjections"), "", "", "",
       "All objections"},
      {"comment", "add", REG("AddComment"), "", "", "", "Comment an entry"},
      {"comment", "list", REG("ListComments"), "", "", "", "Comments"},
      {"policy", "show", REG("GetPolicy"), "name", "policies", "",
       "One policy"},
      {"policy", "set", REG("SetPolicy"), "", "", "", "A policy's new version"},
      // Workflow.
      {"definition", "list", WF("ListDefinitions"), "", "", "",
       "Workflow definitions"},
      {"definition", "show", WF("GetDefinition"), "name", "definitions", "",
       "One definition"},
      {"run", "start", WF("StartRun"), "opportunity", "opportunities", "",
       "Start a run of an accepted entry"},
      {"run", "show", WF("GetRun"), "name", "runs", "", "One run"},
      {"run", "list", WF("ListRuns"), "", "",
       "name opportunity state step phase", "Runs"},
      {"run", "record", WF("RecordArtefact"), "name", "runs", "",
       "Record a step's artefact"},
      {"run", "submit", WF("SubmitStep"), "name", "runs", "",
       "Submit the current step"},
      {"run", "approve", WF("ApproveStep"), "name", "runs", "",
       "Approve the submitted step"},
      {"run", "send-back", WF("SendBackStep"), "name", "runs", "",
       "Send a step back with a reason"},
      {"run", "skip", WF("SkipStep"), "name", "runs", "",
       "Skip a step with reason and authority"},
      {"run", "extend", WF("ExtendStep"), "name", "runs", "",
       "Move a step's due date"},
      {"run", "override", WF("OverrideStep"), "name", "runs", "",
       "Override a step; marked in the record"},
      {"run", "hold", WF("HoldRun"), "name", "runs", "", "Hold a run"},
      {"run", "resume", WF("ResumeRun"), "name", "runs", "", "Resume a run"},
      {"run", "cancel", WF("CancelRun"), "name", "runs", "", "Cancel a run"},
      {"run", "next-cycle", WF("StartNextCycle"), "name", "runs", "",
       "From step 7 back to 1, linked"},
      {"run", "explain", WF("ExplainRun"), "name", "runs", "",
       "What blocks this run, who can move it"},
      {"run", "steps", WF("ListSteps"), "parent", "runs", "", "Steps of a run"},
      {"run", "artefacts", WF("ListArtefacts"), "parent", "runs", "",
       "Artefacts of a run"},
      {"consultation", "ask", WF("AskConsultation"), "parent", "runs", "",
       "Ask somebody about a step of a run"},
      {"consultation", "answer", WF("AnswerConsultation"), "name",
       "consultations", "", "Answer a consultation"},
      {"consultation", "waive", WF("WaiveConsultation"), "name",
       "consultations", "", "Waive a consultation with a reason"},
      {"consultation", "list", WF("ListConsultations"), "parent", "runs", "",
       "Consultations of a run"},
      {"rfc", "raise", WF("RaiseRfc"), "parent", "runs", "",
       "Raise an RFC from a run"},
      {"rfc", "link", WF("LinkRfc"), "parent", "runs", "",
       "Link a change to a run"},
      {"rfc", "list", WF("ListRfcs"), "parent", "runs", "", "RFCs of a run"},
      {"rfc", "event", WF("IngestChangeEvent"), "", "", "",
       "Tell a change's status"},
      {"rfc", "parked", WF("ListParkedChanges"), "", "", "",
       "Change events that match nothing yet"},
      {"inbox", "list", WF("ListInbox"), "parent", "people", "",
       "What waits for a person"},
      // Reporting.
      {"indicator", "create", REP("CreateIndicator"), "indicator_id", "", "",
       "Define an indicator"},
      {"indicator", "approve", REP("ApproveIndicator"), "name", "indicators",
       "", "Approve an indicator's definition"},
      {"indicator", "show", REP("GetIndicator"), "name", "indicators", "",
       "One indicator"},
      {"indicator", "list", REP("ListIndicators"), "", "", "",
       "All indicators"},
      {"indicator", "quality", REP("GetDataQuality"), "name", "indicators", "",
       "Data-quality report"},
      {"indicator", "analyze", REP("AnalyzeIndicator"), "name", "indicators",
       "", "Trend answers of an indicator"},
      {"point", "record", REP("RecordPoints"), "name", "indicators", "",
       "Record points"},
      {"point", "correct", REP("CorrectPoints"), "name", "indicators", "",
       "Correct points"},
      {"point", "list", REP("ListPoints"), "parent", "indicators", "",
       "Points of an indicator"},
      {"job", "show", REP("GetImportJob"), "name", "importJobs", "",
       "One import"},
      {"job", "list", REP("ListImportJobs"), "", "", "", "Imports"},
      {"job", "cancel", REP("CancelImportJob"), "name", "importJobs", "",
       "Cancel an import"},
      {"job", "refused", REP("ListRefusedRows"), "parent", "importJobs", "",
       "Rows that an import refused"},
      {"target", "set", REP("SetTarget"), "target_id", "", "", "Set a target"},
      {"target", "list", REP("ListTargets"), "", "", "", "Targets"},
      {"baseline", "freeze", REP("FreezeBaseline"), "baseline_id", "", "",
       "Freeze a baseline"},
      {"baseline", "accept", REP("AcceptBaseline"), "name", "baselines", "",
       "Accept a frozen baseline"},
      {"baseline", "propose", REP("ProposeBaseline"), "baseline_id", "", "",
       "Propose a new baseline"},
      {"baseline", "show", REP("GetBaseline"), "name", "baselines", "",
       "One baseline"},
      {"baseline", "list", REP("ListBaselines"), "", "", "", "Baselines"},
      {"compare", "run", REP("CompareWindows"), "comparison_id", "", "",
       "Compute a before/after verdict"},
      {"compare", "show", REP("GetComparison"), "name", "comparisons", "",
       "One comparison"},
      {"compare", "list", REP("ListComparisons"), "", "", "", "Comparisons"},
      {"compare", "accept", REP("AcceptVerdict"), "name", "comparisons", "",
       "Accept a verdict"},
      {"report", "create", REP("RenderReport"), "report_id", "", "",
       "Render a report on the server"},
      {"report", "list", REP("ListReports"), "", "", "", "Reports"},
      {"report", "summary", REP("SummarizeImprovements"), "", "", "",
       "Running improvements and the like"},
  };
}

#undef RACI
#undef REG
#undef WF
#undef REP

}  // namespace

const std::vector<CommandRow>& Commands() {
  static const auto* commands = new std::vector<CommandRow>(MakeCommands());
  return *commands;
}

const CommandRow* FindCommand(std::string_view noun, std::string_view verb) {
  for (const CommandRow& row : Commands()) {
    if (noun == row.noun && verb == row.verb) return &row;
  }
  return nullptr;
}

std::string CommandList() {
  std::string text;
  std::string noun;
  for (const CommandRow& row : Commands()) {
    if (noun != row.noun) {
      noun = row.noun;
      StrAppend(&text, text.empty() ? "" : "\n", "  ", noun, ":");
    }
    StrAppend(&text, " ", row.verb);
  }
  return text + "\n";
}

std::string VerbList(std::string_view noun) {
  std::string text;
  for (const CommandRow& row : Commands()) {
    if (noun != row.noun) continue;
    StrAppend(&text, "  csictl ", row.noun, " ", row.verb,
              *row.positional ? " NAME" : "", "  - ", row.help, "\n");
  }
  return text;
}

std::string FullMethodName(const CommandRow& row) {
  const std::string_view method = row.method;
  const size_t slash = method.find('/');
  std::string package;
  switch (method[2]) {
    case 'c':
      package = "raci";
      break;
    case 'g':
      package = "registry";
      break;
    case 'r':
      package = "workflow";
      break;
    default:
      package = "reporting";
      break;
  }
  return StrCat("csi.", package, ".v1.", method.substr(0, slash), ".",
                method.substr(slash + 1));
}

}  // namespace csi::tools
