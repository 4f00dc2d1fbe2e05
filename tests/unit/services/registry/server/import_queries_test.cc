// RG1: duplicates are suggested; RG8: the preview of an import.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registry/server/queries.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

class ImportQueries : public ::testing::Test {
 protected:
  QueryContext Context(std::string_view actor = "anna") {
    return {world.runner.state("registry"), world.runner.views("registry"),
            "acme", std::string(actor), world.runner.now()};
  }
  void LogTitled(std::string_view id, const std::string& title) {
    v1::Opportunity fields;
    fields.set_title(title);
    world.LogAs(id, fields);
  }
  std::vector<uint64_t> Similar(const std::string& title,
                                const std::string& opportunity = "") {
    v1::SuggestDuplicatesRequest request;
    request.set_parent("tenants/acme");
    request.set_title(title);
    request.set_opportunity(opportunity);
    v1::SuggestDuplicatesResponse reply;
    const absl::Status status = SuggestDuplicates(Context(), request, &reply);
    EXPECT_TRUE(status.ok()) << status;
    std::vector<uint64_t> numbers;
    for (const auto& each : reply.duplicates()) {
      numbers.push_back(each.number());
    }
    return numbers;
  }

  RegistryWorld world;
};

TEST_F(ImportQueries, DuplicatesShareMostOfTheirWords) {
  LogTitled("a", "Fewer bypassed releases");
  LogTitled("b", "Fewer bypassed releases in May");
  LogTitled("c", "Faster restores");
  EXPECT_EQ(Similar("bypassed RELEASES, fewer"), (std::vector<uint64_t>{1, 2}));
  EXPECT_EQ(Similar("", EntryName("a")), (std::vector<uint64_t>{2}));
  EXPECT_TRUE(Similar("quite another thing").empty());
}

TEST_F(ImportQueries, APreviewTellsTheSameAndChangesNothing) {
  LogTitled("a", "Fewer bypassed releases");
  v1::PreviewImportRequest request;
  request.set_parent("tenants/acme");
  auto& row = *request.add_rows();
  row.set_line(2);
  row.mutable_opportunity()->set_title("Fewer bypassed releases");
  request.add_rows()->set_line(3);
  v1::PreviewImportResponse reply;
  ASSERT_TRUE(PreviewImport(Context(), request, &reply).ok());
  EXPECT_EQ(reply.results(0).outcome(), v1::IMPORT_OUTCOME_IMPORTED);
  ASSERT_EQ(reply.results(0).duplicates_size(), 1);
  EXPECT_EQ(reply.results(0).duplicates(0).number(), 1u);
  EXPECT_EQ(reply.results(1).field(), "opportunity.title");
  EXPECT_EQ(world.runner.CountEvents("registry", "OpportunityLogged"), 1);
  v1::PreviewImportResponse refused;
  EXPECT_EQ(ReasonOf(PreviewImport(Context("frank"), request, &refused)),
            common::v1::ERROR_REASON_NOT_AUTHORIZED);
}

}  // namespace
}  // namespace csi::registry
