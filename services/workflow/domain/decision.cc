#include "services/workflow/domain/decision.h"

#include <optional>

#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/views.h"

namespace csi::workflow {

std::string DecisionBasis(const Work& work, uint32_t step,
                          const std::vector<std::string>& baselines) {
  const Context& context = work.context();
  std::string basis = ToBytes(work.run().scope());
  const auto entry =
      FindOpportunity(*context.views, context.tenant, work.run().opportunity());
  if (entry) StrAppend(&basis, "\n", entry->stake());
  for (const std::string& baseline : baselines) {
    StrAppend(&basis, "\nbaseline ", baseline);
  }
  for (uint32_t at = 1; at <= step; ++at) {
    const v1::StepDefinition& definition = StepOf(work.definition(), at);
    const auto fields = work.FieldsOf(at);
    // In the order of the schema: that of recording means nothing.
    for (const v1::FieldDefinition& schema : definition.fields()) {
      if (!schema.decides()) continue;
      for (const v1::ArtefactField& field : fields) {
        if (field.key() == schema.key()) {
          StrAppend(&basis, "\n", at, " ", ToBytes(field));
        }
      }
    }
  }
  return Hex(Sha256(basis)).substr(0, 16);
}

bool DecisionStands(const Work& work, uint32_t step,
                    const std::vector<std::string>& baselines) {
  const v1::StepRow row = work.StepRowOf(step);
  return !row.decided_on().empty() &&
         row.phase() == v1::Step::PHASE_NOT_STARTED &&
         row.decided_on() == DecisionBasis(work, step, baselines);
}

std::string WhyItStands(const Work& work, uint32_t step) {
  const v1::StepRow row = work.StepRowOf(step);
  return StrCat("The decision of ", TimeText(row.approve_us()), " by ",
                work.directory().DisplayName(NameOrEmpty(
                    work.context().tenant, "people", row.approver())),
                " stands: scope, target, cost, baselines and plan are the "
                "same.");
}

}  // namespace csi::workflow
