#include "tools/csictl/incident_log/incident_fold.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/csictl/incident_log/limits.h"

namespace csi::incident_log {
namespace {

Event EventAt(Minutes updated, int32_t changes, MadeSla made_sla) {
  Event event;
  event.number = "INC1";
  event.priority = "3 - Moderate";
  event.opened = 1000;
  event.updated = updated;
  event.change_count = changes;
  event.made_sla = made_sla;
  return event;
}

// Adds an event whose row is unlike all others.
bool Add(IncidentFold* fold, const Event& event) {
  static int next = 0;
  const std::string id = std::to_string(++next);
  const std::string_view row[] = {id};
  const absl::StatusOr<bool> added = fold->Add(event, row);
  EXPECT_TRUE(added.ok()) << added.status();
  return added.ok() && *added;
}

const Incident& TheIncident(const IncidentFold& fold) {
  EXPECT_EQ(fold.incidents().size(), 1u);
  return fold.incidents().begin()->second;
}

TEST(IncidentFold, LetsTheLastEventCount) {
  IncidentFold fold;
  Event event = EventAt(2000, 0, MadeSla::kMet);
  event.reassignments = 1;
  Add(&fold, event);
  event = EventAt(3000, 1, MadeSla::kMissed);
  event.priority = "1 - Critical";
  event.reopenings = 1;
  event.closed = 3000;
  Add(&fold, event);
  const Incident& incident = TheIncident(fold);
  EXPECT_EQ(incident.made_sla, MadeSla::kMissed);
  EXPECT_EQ(incident.priority, 1);
  EXPECT_EQ(incident.reassignments, 0u);
  EXPECT_EQ(incident.reopenings, 1u);
  EXPECT_EQ(incident.closed, 3000);
  EXPECT_EQ(incident.events, 2u);
  EXPECT_TRUE(incident.made_sla_changed);
  EXPECT_TRUE(incident.priority_changed);
  EXPECT_TRUE(incident.reopenings_changed);
}

TEST(IncidentFold, OrdersByUpdateTimeThenByChangeCount) {
  IncidentFold fold;
  Add(&fold, EventAt(3000, 5, MadeSla::kMissed));
  Add(&fold, EventAt(2000, 9, MadeSla::kMet));
  EXPECT_EQ(TheIncident(fold).made_sla, MadeSla::kMissed);
  Add(&fold, EventAt(3000, 4, MadeSla::kMet));
  EXPECT_EQ(TheIncident(fold).made_sla, MadeSla::kMissed);
  EXPECT_EQ(fold.out_of_order(), 2u);
  Add(&fold, EventAt(3000, 5, MadeSla::kMet));
  EXPECT_EQ(TheIncident(fold).made_sla, MadeSla::kMet);
  EXPECT_EQ(fold.out_of_order(), 2u);
}

TEST(IncidentFold, KeepsTheOrderOfTheLogWithoutTimesAndCounts) {
  IncidentFold fold;
  Add(&fold, EventAt(kNoTime, -1, MadeSla::kMissed));
  Add(&fold, EventAt(kNoTime, -1, MadeSla::kMet));
  EXPECT_EQ(TheIncident(fold).made_sla, MadeSla::kMet);
}

TEST(IncidentFold, DropsTheSameRowTheSecondTime) {
  IncidentFold fold;
  const Event event = EventAt(2000, 0, MadeSla::kMet);
  const std::string_view row[] = {"INC1", "2000"};
  const std::string_view other_cut[] = {"INC12", "000"};
  EXPECT_TRUE(*fold.Add(event, row));
  EXPECT_FALSE(*fold.Add(event, row));
  EXPECT_TRUE(*fold.Add(event, other_cut));
  EXPECT_EQ(TheIncident(fold).events, 2u);
}

TEST(IncidentFold, RemembersRefusedEventsBeforeAndAfterTheFirst) {
  IncidentFold fold;
  fold.NoteRefused("INC1");
  EXPECT_TRUE(fold.incidents().empty());
  Add(&fold, EventAt(2000, 0, MadeSla::kMet));
  EXPECT_TRUE(TheIncident(fold).event_refused);
}

TEST(IncidentFold, BoundsThePriorities) {
  IncidentFold fold;
  Event event = EventAt(2000, 0, MadeSla::kMet);
  for (size_t i = 0; i < kPrioritiesMax; ++i) {
    const std::string priority = "level " + std::to_string(i);
    event.priority = priority;
    EXPECT_TRUE(Add(&fold, event));
  }
  event.priority = "one more";
  const std::string_view row[] = {"x", "y"};
  const absl::StatusOr<bool> added = fold.Add(event, row);
  EXPECT_EQ(added.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(added.status().message()),
              ::testing::HasSubstr("one more"));
}

TEST(IncidentFold, CountsAMissingPriorityAsNone) {
  IncidentFold fold;
  Event event = EventAt(2000, 0, MadeSla::kMet);
  event.priority = "";
  Add(&fold, event);
  EXPECT_EQ(TheIncident(fold).priority, kNoPriority);
  EXPECT_TRUE(fold.priorities().empty());
}

}  // namespace
}  // namespace csi::incident_log
