// The demo report of each audience in each form, for tests and for looking.
#ifndef CSI_SERVICES_REPORTING_RENDER_DEMO_AUDIENCES_H_
#define CSI_SERVICES_REPORTING_RENDER_DEMO_AUDIENCES_H_

#include <string>
#include <vector>

#include "services/reporting/render/demo_model.h"

namespace csi::reporting::render {

struct NamedAudience {
  Audience audience;
  std::string name;  // of its files
};
const std::vector<NamedAudience>& DemoAudiences();

struct DemoFile {
  std::string name;
  std::string bytes;
};
// "sla_review.html" and so on: every audience as HTML, Markdown, CSV and JSON.
std::vector<DemoFile> DemoAudienceFiles();

// A line of SHA-256 and name for each of them.
std::string DemoAudienceSums();

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_DEMO_AUDIENCES_H_
