// The report of each audience in each form, byte for byte: the SHA-256 of all,
// and the Markdown as text, where a difference can be read. After a wanted
// change write the files anew:
//   build/dev/bin/csi_report_demo DIR
// copy audiences.sha256 and NAME.md as NAME.markdown, and look at the pages.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "services/reporting/render/demo_audiences.h"
#include "services/reporting/render/report_forms.h"

namespace csi::reporting::render {
namespace {

std::string Golden(const std::string& file) {
  const std::string path =
      "tests/unit/services/reporting/render/golden/" + file;
  std::ifstream stream(path, std::ios::binary);
  EXPECT_TRUE(stream) << path << " is missing; run from the source root";
  return {std::istreambuf_iterator<char>(stream), {}};
}

TEST(AudienceGolden, SumsOfEachAudienceInEachForm) {
  EXPECT_EQ(DemoAudienceSums(), Golden("audiences.sha256"));
}

TEST(AudienceGolden, SameModelGivesTheSameBytes) {
  EXPECT_EQ(DemoAudienceSums(), DemoAudienceSums());
}

TEST(AudienceGolden, MarkdownOfEachAudience) {
  for (const NamedAudience& named : DemoAudiences()) {
    EXPECT_EQ(RenderMarkdown(DemoReport(named.audience)),
              Golden(named.name + ".markdown"))
        << named.name;
  }
}

}  // namespace
}  // namespace csi::reporting::render
