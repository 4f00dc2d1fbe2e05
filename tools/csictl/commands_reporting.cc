// Commands of the reporting service: indicators, figures, verdicts and reports.
#include "tools/csictl/command_rows.h"

namespace csi::tools {
namespace {

#define CALL(method) "csi.reporting.v1.ReportingService." method

constexpr CommandRow kRows[] = {
    {"indicator", "create", CALL("CreateIndicator"), "indicator_id", "", "",
     "Define an indicator"},
    {"indicator", "approve", CALL("ApproveIndicator"), "name", "indicators", "",
     "Approve an indicator's definition"},
    {"indicator", "show", CALL("GetIndicator"), "name", "indicators", "",
     "One indicator"},
    {"indicator", "list", CALL("ListIndicators"), "", "", "", "All indicators"},
    {"indicator", "update", CALL("UpdateIndicator"), "indicator.name",
     "indicators", "", "Change the fields named by --update-mask"},
    {"indicator", "revisions", CALL("ListIndicatorRevisions"), "parent",
     "indicators", "", "Definitions that an indicator has had"},
    {"indicator", "quality", CALL("GetDataQuality"), "name", "indicators", "",
     "Data-quality report"},
    {"indicator", "analyze", CALL("AnalyzeIndicator"), "name", "indicators", "",
     "Trend answers of an indicator"},
    {"point", "record", CALL("RecordPoints"), "name", "indicators", "",
     "Record points"},
    {"point", "correct", CALL("CorrectPoints"), "name", "indicators", "",
     "Correct points"},
    {"point", "list", CALL("ListPoints"), "parent", "indicators", "",
     "Points of an indicator"},
    {"job", "show", CALL("GetImportJob"), "name", "importJobs", "",
     "One import"},
    {"job", "list", CALL("ListImportJobs"), "", "", "", "Imports"},
    {"job", "cancel", CALL("CancelImportJob"), "name", "importJobs", "",
     "Cancel an import"},
    {"job", "refused", CALL("ListRefusedRows"), "parent", "importJobs", "",
     "Rows that an import refused"},
    {"target", "set", CALL("SetTarget"), "target_id", "", "", "Set a target"},
    {"target", "list", CALL("ListTargets"), "", "", "", "Targets"},
    {"target", "show", CALL("GetTarget"), "name", "targets", "", "One target"},
    {"baseline", "freeze", CALL("FreezeBaseline"), "baseline_id", "", "",
     "Freeze a baseline"},
    {"baseline", "accept", CALL("AcceptBaseline"), "name", "baselines", "",
     "Accept a frozen baseline"},
    {"baseline", "propose", CALL("ProposeBaseline"), "baseline_id", "", "",
     "Propose a new baseline"},
    {"baseline", "show", CALL("GetBaseline"), "name", "baselines", "",
     "One baseline"},
    {"baseline", "list", CALL("ListBaselines"), "", "", "", "Baselines"},
    {"compare", "run", CALL("CompareWindows"), "comparison_id", "", "",
     "Compute a before/after verdict"},
    {"compare", "show", CALL("GetComparison"), "name", "comparisons", "",
     "One comparison"},
    {"compare", "list", CALL("ListComparisons"), "", "", "", "Comparisons"},
    {"compare", "accept", CALL("AcceptVerdict"), "name", "comparisons", "",
     "Accept a verdict"},
    {"analysis", "create", CALL("CreateAnalysis"), "analysis_id", "", "",
     "Answer the trend questions and keep the answers"},
    {"analysis", "show", CALL("GetAnalysis"), "name", "analyses", "",
     "One analysis"},
    {"analysis", "list", CALL("ListAnalyses"), "", "", "", "Analyses"},
    {"report", "create", CALL("RenderReport"), "report_id", "", "",
     "Render a report on the server"},
    {"report", "list", CALL("ListReports"), "", "", "", "Reports"},
    {"report", "summary", CALL("SummarizeImprovements"), "", "", "",
     "Running improvements and the like"},
    {"report", "flow", CALL("AnalyzeFlow"), "", "", "",
     "Age, cycle time and throughput of improvements, period by period"},
};

#undef CALL

}  // namespace

std::span<const CommandRow> ReportingCommands() { return kRows; }

}  // namespace csi::tools
