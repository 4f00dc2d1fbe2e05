// The command table against the services: every call has a noun and a verb,
// every row names a call that exists.
#include "tools/csictl/command_table.h"

#include <set>
#include <string>

#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"
#include "tools/csictl/linked_protos.h"

namespace csi::tools {
namespace {

using google::protobuf::DescriptorPool;

class CommandTable : public ::testing::Test {
 protected:
  CommandTable() { LinkProtos(); }
  const DescriptorPool& pool = *DescriptorPool::generated_pool();
};

TEST_F(CommandTable, RowsNameCallsAndFieldsThatExist) {
  for (const CommandRow& row : Commands()) {
    const auto* method = pool.FindMethodByName(row.method);
    ASSERT_NE(method, nullptr) << row.method;
    const std::string path = row.positional;
    if (path.empty()) continue;
    const auto* field =
        method->input_type()->FindFieldByName(path.substr(0, path.find('.')));
    EXPECT_NE(field, nullptr) << row.noun << " " << row.verb << ": " << path;
  }
}

TEST_F(CommandTable, HasEveryNounAndVerbOnce) {
  std::set<std::string> seen;
  for (const CommandRow& row : Commands()) {
    EXPECT_TRUE(seen.insert(std::string(row.noun) + " " + row.verb).second)
        << row.noun << " " << row.verb;
    EXPECT_GT(std::string(row.help).size(), 5u) << row.noun << " " << row.verb;
  }
}

TEST_F(CommandTable, ReachesEveryCallOfTheServices) {
  // What other commands make on the way: imports, streams, report contents.
  const std::set<std::string> inside = {
      "csi.registry.v1.RegistryService.PreviewImport",
      "csi.reporting.v1.ReportingService.CreateImportJob",
      "csi.reporting.v1.ReportingService.ImportPoints",
      "csi.reporting.v1.ReportingService.FinishImportJob",
      "csi.reporting.v1.ReportingService.GetReportContent",
      "csi.reporting.v1.ReportingService.GetReport",
      "csi.reporting.v1.ReportingService.StreamPoints"};
  std::set<std::string> reached = inside;
  for (const CommandRow& row : Commands()) reached.insert(row.method);
  for (const char* name :
       {"csi.raci.v1.RaciService", "csi.registry.v1.RegistryService",
        "csi.workflow.v1.WorkflowService",
        "csi.reporting.v1.ReportingService"}) {
    const auto* service = pool.FindServiceByName(name);
    ASSERT_NE(service, nullptr) << name;
    for (int i = 0; i < service->method_count(); ++i) {
      EXPECT_TRUE(reached.contains(service->method(i)->full_name()))
          << service->method(i)->full_name() << " has no command";
    }
  }
}

TEST_F(CommandTable, FindsARowAndListsTheVerbsOfANoun) {
  ASSERT_NE(FindCommand("run", "approve"), nullptr);
  EXPECT_EQ(FindCommand("run", "fly"), nullptr);
  EXPECT_NE(VerbList("run").find("csictl run approve NAME"), std::string::npos);
  EXPECT_EQ(VerbList("bicycle"), "");
}

}  // namespace
}  // namespace csi::tools
