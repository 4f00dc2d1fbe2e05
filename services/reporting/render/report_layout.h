// Which sections a report has, in which order, and how deep. Pure.
#ifndef CSI_SERVICES_REPORTING_RENDER_REPORT_LAYOUT_H_
#define CSI_SERVICES_REPORTING_RENDER_REPORT_LAYOUT_H_

#include <string_view>
#include <vector>

namespace csi::reporting::render {

enum class Audience {
  kNone,  // the register and its improvements in full
  kSeniorManagement,
  kServiceOwner,
  kProcessOwner,
  kCsiManager,
  kCustomerReview,
  kSlaReview,
  kReportingAnalyst,
};

enum class Section {
  kKeyMessages,
  kRegister,
  kAgreements,
  kSuccessTree,
  kHeatMap,
  kTimeline,
  kFlow,
  kImprovements,
  kTrendEvidence,
  kEvidence,
};

enum class Depth { kBrief, kStandard, kFull };

struct Layout {
  std::vector<Section> sections = {};  // empty: the layout of kNone
  Depth depth = Depth::kFull;
  // People, records and refusals are named; a customer sees none of them.
  bool internal = true;
};

Layout LayoutOf(Audience audience);

// "Agreements"; also the key of a section in CSV and JSON in lower case.
std::string_view SectionTitle(Section section);
std::string_view SectionKey(Section section);
// The title of a report for this audience.
std::string_view AudienceTitle(Audience audience);

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_REPORT_LAYOUT_H_
