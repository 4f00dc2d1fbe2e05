// csi_report_demo DIR: writes the demo model's report, chart and summary, and a
// report for each audience in each form, to look at them without a server.
#include <fstream>
#include <iostream>
#include <string>

#include "services/reporting/render/chart_svg.h"
#include "services/reporting/render/demo_audiences.h"
#include "services/reporting/render/demo_model.h"
#include "services/reporting/render/html_report.h"
#include "services/reporting/render/summary_json.h"

namespace {

bool Write(const std::string& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary);
  file << bytes;
  file.close();
  if (!file) std::cerr << "cannot write " << path << "\n";
  return !file.fail();
}

bool WriteAudiences(const std::string& folder) {
  bool written = true;
  for (const auto& file : csi::reporting::render::DemoAudienceFiles()) {
    written = Write(folder + "/" + file.name, file.bytes) && written;
  }
  return Write(folder + "/audiences.sha256",
               csi::reporting::render::DemoAudienceSums()) &&
         written;
}

}  // namespace

int main(int argc, char** argv) {
  using csi::reporting::render::ReportModel;
  if (argc != 2) {
    std::cerr << "usage: csi_report_demo DIR\n";
    return 2;
  }
  const std::string folder = argv[1];
  const ReportModel model = csi::reporting::render::DemoModel();
  const bool written = Write(folder + "/demo_report.html",
                             csi::reporting::render::RenderHtml(model)) &&
                       Write(folder + "/demo_chart.svg",
                             csi::reporting::render::RenderChartSvg(
                                 *model.improvements.front().chart)) &&
                       Write(folder + "/demo_summary.json",
                             csi::reporting::render::RenderSummaryJson(model));
  return written && WriteAudiences(folder) ? 0 : 1;
}
