#include "services/raci/domain/inner_event.h"

#include <gtest/gtest.h>

#include "csi/raci/v1/raci_journal.pb.h"

namespace csi::raci {
namespace {

TEST(InnerEvent, IsTheOneThatIsSet) {
  v1::JournalEvent event;
  EXPECT_EQ(InnerEvent(event), nullptr);
  event.mutable_person_left()->set_person("tenants/t/people/p");
  EXPECT_EQ(InnerEvent(event), &event.person_left());
}

}  // namespace
}  // namespace csi::raci
