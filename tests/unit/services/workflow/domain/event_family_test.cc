#include "services/workflow/domain/event_family.h"

#include <map>

#include "gtest/gtest.h"

namespace csi::workflow {
namespace {

TEST(EventFamily, EveryEventOfTheJournalHasOne) {
  const auto* oneof = v1::JournalEvent::descriptor()->FindOneofByName("event");
  ASSERT_NE(oneof, nullptr);
  std::map<EventFamily, int> events;
  for (int i = 0; i < oneof->field_count(); ++i) {
    v1::JournalEvent event;
    event.GetReflection()->MutableMessage(&event, oneof->field(i));
    const EventFamily family = FamilyOf(event);
    EXPECT_NE(family, EventFamily::kNone) << oneof->field(i)->name();
    ++events[family];
  }
  EXPECT_EQ(events[EventFamily::kParked], 1);
  EXPECT_EQ(events[EventFamily::kStart], 1);
  EXPECT_EQ(events[EventFamily::kConsultation], 3);
  EXPECT_EQ(events[EventFamily::kChange], 3);
}

TEST(EventFamily, AnEmptyEventHasNone) {
  EXPECT_EQ(FamilyOf(v1::JournalEvent()), EventFamily::kNone);
}

}  // namespace
}  // namespace csi::workflow
