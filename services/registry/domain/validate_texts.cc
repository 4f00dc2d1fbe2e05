// Bounds of an entry's texts and of what comes with them.
#include "absl/strings/ascii.h"
#include "common/base/limits.h"
#include "common/status/status.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/limits.h"
#include "services/registry/domain/validate.h"

namespace csi::registry {
namespace {

constexpr size_t kShort = csi::limits::kShortTextBytesMax;
constexpr size_t kLong = csi::limits::kLongTextBytesMax;
constexpr size_t kSha256Digits = 64;

absl::Status CheckSource(const v1::OpportunitySource& source) {
  RETURN_IF_ERROR(
      CheckText("opportunity.source.origin", source.origin(), kShort));
  RETURN_IF_ERROR(CheckText("opportunity.source.event_source",
                            source.event_source(), kShort));
  RETURN_IF_ERROR(
      CheckText("opportunity.source.event_id", source.event_id(), kShort));
  RETURN_IF_ERROR(
      CheckText("opportunity.source.severity", source.severity(), kShort));
  return CheckText("opportunity.source.event_type", source.event_type(),
                   kShort);
}

absl::Status CheckAttachments(const v1::Opportunity& entry) {
  RETURN_IF_ERROR(CheckCount("opportunity.attachments",
                             entry.attachments_size(),
                             limits::kAttachmentsMax));
  for (const auto& each : entry.attachments()) {
    if (each.uri().empty()) {
      return FieldError("opportunity.attachments.uri", "it is required.");
    }
    RETURN_IF_ERROR(
        CheckText("opportunity.attachments.uri", each.uri(), kShort));
    RETURN_IF_ERROR(
        CheckText("opportunity.attachments.title", each.title(), kShort));
    bool digest =
        each.sha256().empty() || each.sha256().size() == kSha256Digits;
    for (char c : each.sha256()) digest = digest && absl::ascii_isxdigit(c);
    if (!digest) {
      return FieldError("opportunity.attachments.sha256",
                        "it has 64 hexadecimal digits, or is empty.");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckTexts(const v1::Opportunity& entry) {
  RETURN_IF_ERROR(CheckText("opportunity.title", entry.title(), kShort));
  RETURN_IF_ERROR(CheckText("opportunity.external_number",
                            entry.external_number(), kShort));
  RETURN_IF_ERROR(
      CheckText("opportunity.description", entry.description(), kLong));
  RETURN_IF_ERROR(
      CheckText("opportunity.justification", entry.justification(), kLong));
  RETURN_IF_ERROR(CheckText("opportunity.lessons", entry.lessons(), kLong));
  RETURN_IF_ERROR(
      CheckText("opportunity.kpi_metric", entry.kpi_metric(), kShort));
  RETURN_IF_ERROR(CheckText("opportunity.expected_result",
                            entry.expected_result(), kShort));
  RETURN_IF_ERROR(CheckSource(entry.source()));
  RETURN_IF_ERROR(CheckText("opportunity.benefit_forecast.description",
                            entry.benefit_forecast().description(), kShort));
  RETURN_IF_ERROR(CheckText("opportunity.benefit_realised.description",
                            entry.benefit_realised().description(), kShort));
  RETURN_IF_ERROR(CheckCount("opportunity.intake_criteria",
                             entry.intake_criteria_size(),
                             limits::kIntakeCriteriaMax));
  for (const auto& each : entry.intake_criteria()) {
    if (each.criterion().empty()) {
      return FieldError("opportunity.intake_criteria.criterion",
                        "it is required.");
    }
    RETURN_IF_ERROR(CheckText("opportunity.intake_criteria.criterion",
                              each.criterion(), kShort));
    RETURN_IF_ERROR(CheckText("opportunity.intake_criteria.evidence",
                              each.evidence(), kLong));
  }
  RETURN_IF_ERROR(CheckCount("opportunity.framework_clauses",
                             entry.framework_clauses_size(),
                             limits::kFrameworkClausesMax));
  for (const std::string& clause : entry.framework_clauses()) {
    RETURN_IF_ERROR(CheckText("opportunity.framework_clauses", clause, kShort));
  }
  return CheckAttachments(entry);
}

}  // namespace csi::registry
