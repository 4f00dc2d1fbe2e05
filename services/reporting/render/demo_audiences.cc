#include "services/reporting/render/demo_audiences.h"

#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "services/reporting/render/html_report.h"
#include "services/reporting/render/report_forms.h"

namespace csi::reporting::render {

const std::vector<NamedAudience>& DemoAudiences() {
  static const auto* const kAudiences = new std::vector<NamedAudience>{
      {Audience::kSeniorManagement, "senior_management"},
      {Audience::kServiceOwner, "service_owner"},
      {Audience::kProcessOwner, "process_owner"},
      {Audience::kCsiManager, "csi_manager"},
      {Audience::kCustomerReview, "customer_review"},
      {Audience::kSlaReview, "sla_review"},
      {Audience::kReportingAnalyst, "reporting_analyst"}};
  return *kAudiences;
}

std::vector<DemoFile> DemoAudienceFiles() {
  std::vector<DemoFile> files;
  for (const NamedAudience& named : DemoAudiences()) {
    const ReportModel model = DemoReport(named.audience);
    files.push_back({named.name + ".html", RenderHtml(model)});
    files.push_back({named.name + ".md", RenderMarkdown(model)});
    files.push_back({named.name + ".csv", RenderCsv(model)});
    files.push_back({named.name + ".json", RenderReportJson(model)});
  }
  return files;
}

std::string DemoAudienceSums() {
  std::string out;
  for (const DemoFile& file : DemoAudienceFiles()) {
    StrAppend(&out, Hex(Sha256(file.bytes)), "  ", file.name, "\n");
  }
  return out;
}

}  // namespace csi::reporting::render
