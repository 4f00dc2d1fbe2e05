#include "services/reporting/inbound/measurement_mapping.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/inbound/mapping_files.h"
#include "common/inbound/poison.h"
#include "tests/unit/common/inbound/example.h"

namespace csi::reporting {
namespace {

using inbound::Event;
using inbound::Example;
using inbound::InputRecord;
using inbound::PoisonWord;

MeasurementMapper Shipped() {
  MeasurementMapper mapper;
  const auto files = inbound::ReadMappingFiles("deploy/mappings/measurements");
  EXPECT_TRUE(files.ok()) << files.status();
  for (const auto& file : *files) {
    const absl::Status added = mapper.Add(file.name, file.text);
    EXPECT_TRUE(added.ok()) << added;
  }
  return mapper;
}

std::string Word(const std::string& value) {
  return PoisonWord(
      Shipped()
          .Map(Event("//dwh", "csi.reporting.v1.Points", "1", value))
          .status());
}

TEST(MeasurementMapper, GroupsPointsByIndicatorInOrder) {
  const auto requests = Shipped().Map(Example("measurements_plain"));
  ASSERT_TRUE(requests.ok()) << requests.status();
  ASSERT_EQ(requests->size(), 2u);
  const v1::RecordPointsRequest& mttr = (*requests)[0];
  EXPECT_EQ(mttr.name(), "tenants/acme/indicators/incident-mttr");
  EXPECT_FALSE(mttr.skip_refused());
  ASSERT_EQ(mttr.points_size(), 2);
  EXPECT_EQ(mttr.points(0).value(), 4.5);
  EXPECT_EQ(mttr.points(0).count(), 120);
  EXPECT_FALSE(mttr.points(0).has_numerator());
  EXPECT_EQ(mttr.points(0).period_start_time().seconds(), 1706745600);
  EXPECT_EQ(mttr.points(0).source_event(), "n-20240301");
  EXPECT_EQ(mttr.points(0).dimensions_size(), 0);
  ASSERT_EQ(mttr.points(1).dimensions_size(), 1);
  EXPECT_EQ(mttr.points(1).dimensions(0).value(), "P1");
  EXPECT_EQ((*requests)[1].points(0).denominator(), 60);
  EXPECT_FALSE((*requests)[1].points(0).has_value());
}

TEST(MeasurementMapper, ReadsASampleOfAMonitoringTool) {
  const auto requests = Shipped().Map(Example("measurements_monitoring"));
  ASSERT_TRUE(requests.ok()) << requests.status();
  ASSERT_EQ(requests->size(), 1u);
  const v1::Point& point = (*requests)[0].points(0);
  EXPECT_EQ(point.period_start_time().seconds(), 1709208000);
  EXPECT_EQ(point.numerator(), 2875);
  EXPECT_EQ(point.dimensions(0).name(), "service");
  EXPECT_EQ(point.dimensions(0).value(), "mail");
}

TEST(MeasurementMapper, TakesTheWholeNameOfItsOwnTenantOnly) {
  const auto with = [](const std::string& indicator) {
    return R"({"points":[{"indicator":")" + indicator +
           R"(","periodStartTime":"2024-02-01T00:00:00.5Z","value":1}]})";
  };
  const auto own = Shipped().Map(Event("//dwh", "csi.reporting.v1.Points", "1",
                                       with("tenants/acme/indicators/mttr")));
  ASSERT_TRUE(own.ok()) << own.status();
  EXPECT_EQ((*own)[0].name(), "tenants/acme/indicators/mttr");
  EXPECT_EQ((*own)[0].points(0).period_start_time().nanos(), 500000000);
  EXPECT_EQ(Word(with("tenants/other/indicators/mttr")), "FIELD_BAD");
  EXPECT_EQ(Word(with("M T T R")), "FIELD_BAD");
}

TEST(MeasurementMapper, EveryPoisonHasItsReason) {
  EXPECT_EQ(Word("{"), "NOT_JSON");
  EXPECT_EQ(Word("{}"), "FIELD_MISSING");
  EXPECT_EQ(Word(R"({"points":[{"value":1}]})"), "FIELD_MISSING");
  EXPECT_EQ(Word(R"({"indicator":"a","points":[{"value":1}]})"),
            "FIELD_MISSING");
  EXPECT_EQ(Word(R"({"indicator":"a","points":[)"
                 R"({"periodStartTime":"2024-02-01T00:00:00Z"}]})"),
            "FIELD_MISSING");
  EXPECT_EQ(Word(R"({"indicator":"a","points":[)"
                 R"({"periodStartTime":"soon","value":1}]})"),
            "FIELD_BAD");
  EXPECT_EQ(
      PoisonWord(Shipped().Map(Event("//x", "unknown", "1", "{}")).status()),
      "NO_MAPPING");
}

TEST(MeasurementMapper, AnEmptyListIsNothingToDo) {
  const auto none = Shipped().Map(
      Event("//dwh", "csi.reporting.v1.Points", "1", R"({"points":[]})"));
  ASSERT_TRUE(none.ok()) << none.status();
  EXPECT_TRUE(none->empty());
}

TEST(MeasurementMapper, AMappingWithStatesIsRefused) {
  MeasurementMapper mapper;
  const absl::Status added = mapper.Add(
      "mine.yaml",
      inbound::FileText("deploy/mappings/measurements/monitoring.yaml") +
          "states: {a: DRAFT}\n");
  EXPECT_THAT(std::string(added.message()), testing::HasSubstr("mine.yaml"));
}

}  // namespace
}  // namespace csi::reporting
