#include "services/reporting/render/report_layout.h"

namespace csi::reporting::render {

Layout LayoutOf(Audience audience) {
  using S = Section;
  switch (audience) {
    case Audience::kNone:
      return {};
    case Audience::kSeniorManagement:
      return {
          {S::kKeyMessages, S::kAgreements, S::kSuccessTree, S::kImprovements},
          Depth::kBrief};
    case Audience::kServiceOwner:
      return {{S::kKeyMessages, S::kAgreements, S::kHeatMap, S::kTimeline,
               S::kImprovements, S::kEvidence},
              Depth::kStandard};
    case Audience::kProcessOwner:
      return {{S::kKeyMessages, S::kSuccessTree, S::kHeatMap, S::kImprovements,
               S::kTrendEvidence, S::kFlow, S::kEvidence},
              Depth::kStandard};
    case Audience::kCsiManager:
      return {{S::kKeyMessages, S::kRegister, S::kFlow, S::kSuccessTree,
               S::kHeatMap, S::kTimeline, S::kAgreements, S::kImprovements,
               S::kTrendEvidence, S::kEvidence},
              Depth::kStandard};
    case Audience::kCustomerReview:
      return {{S::kKeyMessages, S::kAgreements, S::kTimeline, S::kImprovements},
              Depth::kBrief,
              false};
    case Audience::kSlaReview:
      return {{S::kKeyMessages, S::kHeatMap, S::kAgreements, S::kTimeline,
               S::kImprovements, S::kEvidence},
              Depth::kFull,
              false};
    case Audience::kReportingAnalyst:
      return {{S::kKeyMessages, S::kRegister, S::kAgreements, S::kSuccessTree,
               S::kHeatMap, S::kTimeline, S::kFlow, S::kImprovements,
               S::kTrendEvidence, S::kEvidence},
              Depth::kFull};
  }
  return {};
}

std::string_view SectionTitle(Section section) {
  switch (section) {
    case Section::kKeyMessages:
      return "What matters most";
    case Section::kRegister:
      return "CSI at a glance";
    case Section::kAgreements:
      return "Agreements";
    case Section::kSuccessTree:
      return "Goals, success factors and KPIs";
    case Section::kHeatMap:
      return "Month by month";
    case Section::kTimeline:
      return "Timeline";
    case Section::kFlow:
      return "How improvements flow";
    case Section::kImprovements:
      return "Improvements";
    case Section::kTrendEvidence:
      return "Further evidence on trends";
    case Section::kEvidence:
      return "What the figures rest on";
  }
  return "";
}

std::string_view SectionKey(Section section) {
  switch (section) {
    case Section::kKeyMessages:
      return "key_messages";
    case Section::kRegister:
      return "register";
    case Section::kAgreements:
      return "agreements";
    case Section::kSuccessTree:
      return "success_tree";
    case Section::kHeatMap:
      return "heat_map";
    case Section::kTimeline:
      return "timeline";
    case Section::kFlow:
      return "flow";
    case Section::kImprovements:
      return "improvements";
    case Section::kTrendEvidence:
      return "trend_evidence";
    case Section::kEvidence:
      return "evidence";
  }
  return "";
}

std::string_view AudienceTitle(Audience audience) {
  switch (audience) {
    case Audience::kNone:
      return "CSI report: improvements and their proof";
    case Audience::kSeniorManagement:
      return "Improvement on one page";
    case Audience::kServiceOwner:
      return "Service report";
    case Audience::kProcessOwner:
      return "Process report";
    case Audience::kCsiManager:
      return "CSI manager's report";
    case Audience::kCustomerReview:
      return "Service review";
    case Audience::kSlaReview:
      return "Yearly review of agreements";
    case Audience::kReportingAnalyst:
      return "CSI report with all evidence";
  }
  return "";
}

}  // namespace csi::reporting::render
