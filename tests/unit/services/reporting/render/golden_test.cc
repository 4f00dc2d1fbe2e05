// The demo report byte for byte. After a wanted change write the files anew:
//   build/dev/bin/csi_report_demo tests/unit/services/reporting/render/golden
// and look at the difference and at the page.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "services/reporting/render/chart_svg.h"
#include "services/reporting/render/demo_model.h"
#include "services/reporting/render/html_report.h"
#include "services/reporting/render/summary_json.h"

namespace csi::reporting::render {
namespace {

// The first line that differs, to be read by people.
void ExpectGolden(const std::string& file, const std::string& actual) {
  const std::string path =
      "tests/unit/services/reporting/render/golden/" + file;
  std::ifstream stream(path, std::ios::binary);
  ASSERT_TRUE(stream) << path << " is missing; run from the source root";
  const std::string expected{std::istreambuf_iterator<char>(stream), {}};
  if (expected == actual) return;
  size_t at = 0;
  size_t line = 1;
  while (at < expected.size() && at < actual.size() &&
         expected[at] == actual[at]) {
    line += expected[at++] == '\n';
  }
  ADD_FAILURE() << file << " differs in line " << line
                << "\nexpected: " << expected.substr(at, 120)
                << "\nactual:   " << actual.substr(at, 120);
}

TEST(Golden, HtmlReportOfTheDemoModel) {
  ExpectGolden("demo_report.html", RenderHtml(DemoModel()));
}

TEST(Golden, ChartOfTheDemoModel) {
  ExpectGolden("demo_chart.svg", RenderChartSvg(*DemoBypass().chart));
}

TEST(Golden, SummaryOfTheDemoModel) {
  ExpectGolden("demo_summary.json", RenderSummaryJson(DemoModel()));
}

}  // namespace
}  // namespace csi::reporting::render
