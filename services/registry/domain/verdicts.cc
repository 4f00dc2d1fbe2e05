#include "services/registry/domain/verdicts.h"

#include <string>

#include "common/base/strings.h"

namespace csi::registry {

void AddVerdictFindings(
    const v1::Opportunity& entry, v1::ClosureCode code,
    google::protobuf::RepeatedPtrField<common::v1::Finding>& findings) {
  if (!entry.has_verdict()) return;
  const std::string& verdict = entry.verdict().value();
  const bool better = verdict == "IMPROVED" || verdict == "LIKELY_IMPROVED";
  const bool praised = code == v1::CLOSURE_CODE_SUCCESSFUL;
  const bool blamed = code == v1::CLOSURE_CODE_UNSUCCESSFUL;
  if (!(praised && !better) && !(blamed && better)) return;
  common::v1::Finding& finding = *findings.Add();
  finding.set_rule("VERDICT_DISAGREES");
  finding.set_severity(common::v1::SEVERITY_WARNING);
  finding.set_place(entry.name());
  finding.set_message(StrCat("The computed verdict is ", verdict,
                             ", the closure code says ",
                             praised ? "SUCCESSFUL." : "UNSUCCESSFUL."));
  finding.set_why(
      "Both are kept side by side, so that a judgement can be told from a "
      "measurement.");
  finding.set_suggestion(
      "Say in the lessons why the judgement differs from the figures.");
}

}  // namespace csi::registry
