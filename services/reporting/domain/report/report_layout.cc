#include "services/reporting/domain/report/report_layout.h"

#include <optional>
#include <set>

#include "common/base/strings.h"
#include "common/status/status.h"

namespace csi::reporting {
namespace {

std::optional<render::Section> SectionOf(int section) {
  switch (section) {
    case v1::REPORT_SECTION_KEY_MESSAGES:
      return render::Section::kKeyMessages;
    case v1::REPORT_SECTION_REGISTER:
      return render::Section::kRegister;
    case v1::REPORT_SECTION_AGREEMENTS:
      return render::Section::kAgreements;
    case v1::REPORT_SECTION_SUCCESS_TREE:
      return render::Section::kSuccessTree;
    case v1::REPORT_SECTION_HEAT_MAP:
      return render::Section::kHeatMap;
    case v1::REPORT_SECTION_TIMELINE:
      return render::Section::kTimeline;
    case v1::REPORT_SECTION_FLOW:
      return render::Section::kFlow;
    case v1::REPORT_SECTION_IMPROVEMENTS:
      return render::Section::kImprovements;
    case v1::REPORT_SECTION_TREND_EVIDENCE:
      return render::Section::kTrendEvidence;
    case v1::REPORT_SECTION_EVIDENCE:
      return render::Section::kEvidence;
    default:
      return std::nullopt;
  }
}

}  // namespace

render::Audience AudienceOf(v1::ReportAudience audience) {
  switch (audience) {
    case v1::REPORT_AUDIENCE_SENIOR_MANAGEMENT:
      return render::Audience::kSeniorManagement;
    case v1::REPORT_AUDIENCE_SERVICE_OWNER:
      return render::Audience::kServiceOwner;
    case v1::REPORT_AUDIENCE_PROCESS_OWNER:
      return render::Audience::kProcessOwner;
    case v1::REPORT_AUDIENCE_CSI_MANAGER:
      return render::Audience::kCsiManager;
    case v1::REPORT_AUDIENCE_CUSTOMER_REVIEW:
      return render::Audience::kCustomerReview;
    case v1::REPORT_AUDIENCE_SLA_REVIEW:
      return render::Audience::kSlaReview;
    case v1::REPORT_AUDIENCE_REPORTING_ANALYST:
      return render::Audience::kReportingAnalyst;
    default:
      return render::Audience::kNone;
  }
}

absl::StatusOr<render::Layout> LayoutOf(const v1::Report& report) {
  const bool laid_out =
      report.report_audience() != v1::REPORT_AUDIENCE_UNSPECIFIED ||
      report.sections_size() > 0;
  if (!report.template_().empty() && laid_out) {
    return FieldError("report.template",
                      "an audience or sections choose the layout; leave the "
                      "template empty.");
  }
  render::Layout layout =
      render::LayoutOf(AudienceOf(report.report_audience()));
  if (report.sections_size() > 0) layout.sections.clear();
  std::set<int> seen;
  for (const int number : report.sections()) {
    const std::optional<render::Section> section = SectionOf(number);
    if (!section || !seen.insert(number).second) {
      return FieldError("report.sections",
                        "name known sections, each of them once.");
    }
    layout.sections.push_back(*section);
  }
  switch (report.depth()) {
    case v1::REPORT_DEPTH_BRIEF:
      layout.depth = render::Depth::kBrief;
      break;
    case v1::REPORT_DEPTH_STANDARD:
      layout.depth = render::Depth::kStandard;
      break;
    case v1::REPORT_DEPTH_FULL:
      layout.depth = render::Depth::kFull;
      break;
    default:
      break;
  }
  return layout;
}

}  // namespace csi::reporting
