// Commands that are more than one call.
#ifndef CSI_TOOLS_CSICTL_SPECIAL_COMMANDS_H_
#define CSI_TOOLS_CSICTL_SPECIAL_COMMANDS_H_

#include <optional>

#include "tools/csictl/arguments.h"

namespace csi::tools {

// The exit code, or nothing when the words name no special command.
std::optional<int> RunSpecial(Arguments& arguments);

// One file each.
int RunHealth(Arguments& arguments);
int RunNext(Arguments& arguments);
int RunReportRender(Arguments& arguments);
int RunPointImport(Arguments& arguments);
int RunOpportunityImport(Arguments& arguments);
int RunOpportunityExport(Arguments& arguments);
int RunOpportunityPrint(Arguments& arguments);
int RunOpportunityBoard(Arguments& arguments);
int RunOpportunityBulk(Arguments& arguments);
int RunImportIncidentLog(Arguments& arguments);
// Nothing when the words are those of a plain call.
std::optional<int> RunAgreementReport(Arguments& arguments);
std::optional<int> RunDefinition(Arguments& arguments);
int RunRaciCheck(Arguments& arguments);
int RunRaciImport(Arguments& arguments);
int RunRaciExport(Arguments& arguments);
// Nothing when the words are now those of a plain call.
std::optional<int> RunRaciTable(Arguments& arguments);
int RunRaciCoverage(Arguments& arguments);
int RunRulesSet(Arguments& arguments);
int RunPerform(Arguments& arguments);
int RunEventsWatch(Arguments& arguments);
int RunAnalyze(Arguments& arguments);
int RunAdvanceClock(Arguments& arguments);
int RunCompletion(const Arguments& arguments);
int RunJournal(Arguments& arguments);
int RunCheckpoint(Arguments& arguments);
int RunRestore(Arguments& arguments);
int RunState(Arguments& arguments);
int RunTopics(Arguments& arguments);
int RunDlq(Arguments& arguments);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_SPECIAL_COMMANDS_H_
