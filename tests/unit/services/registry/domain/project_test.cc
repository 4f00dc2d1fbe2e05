#include "services/registry/domain/project.h"

#include "gtest/gtest.h"
#include "services/registry/domain/event_fields.h"
#include "tests/unit/services/registry/domain/event_zoo.h"

namespace csi::registry {
namespace {

TEST(Project, EveryEventIsPublishedAboutAResource) {
  for (const v1::JournalEvent& event : OneOfEach()) {
    std::vector<PublicEvent> published;
    ProjectEvent(event, published);
    ASSERT_EQ(published.size(), 1u) << EventName(event);
    EXPECT_EQ(published[0].subject.rfind("tenants/acme/", 0), 0u)
        << EventName(event) << ": " << published[0].subject;
    EXPECT_EQ(published[0].data->GetDescriptor()->name(), EventName(event));
    EXPECT_EQ(published[0].data->SerializeAsString(),
              PublicPart(event)->SerializeAsString());
  }
}

TEST(Project, AnEmptyWrapperIsNotPublished) {
  std::vector<PublicEvent> published;
  ProjectEvent(v1::JournalEvent(), published);
  EXPECT_TRUE(published.empty());
}

}  // namespace
}  // namespace csi::registry
