// RaiseRfc, LinkRfc and IngestChangeEvent: duplicates, disorder, strangers.
#include <algorithm>
#include <set>

#include "gtest/gtest.h"
#include "services/workflow/domain/ids.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

using namespace common::v1;  // NOLINT: reasons
using Outcome = v1::IngestChangeEventResponse;
using Rfc = v1::Rfc;

class Changes : public ::testing::Test {
 protected:
  explicit Changes(uint32_t through = 6) {
    office.Accept("bypass");
    office.Frozen("bypass");
    EXPECT_TRUE(office.Start("sven", "r1", "bypass").ok());
    if (through > 0) office.Through("r1", through);
  }
  v1::Run::State State() { return office.Get("r1").state(); }
  Outcome::Outcome Take(const v1::ChangeEvent& event) {
    const auto response = office.Ingest(event);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->outcome() : Outcome::OUTCOME_UNSPECIFIED;
  }

  Office office;
};

class EarlyChanges : public Changes {
 protected:
  EarlyChanges() : Changes(3) {}
};

TEST_F(EarlyChanges, RaiseBelongsToTheImplementingStep) {
  EXPECT_EQ(Reason(office.Raise("sven", "r1", "C1")), ERROR_REASON_WRONG_STATE);
}

TEST_F(EarlyChanges, ImplementedBeforeStepSevenIsFlagged) {
  ASSERT_TRUE(office.Link("sven", "r1", "C1").ok());
  EXPECT_EQ(Take(office.News("C1", 1, Rfc::STATUS_APPROVED)),
            Outcome::OUTCOME_APPLIED);
  EXPECT_TRUE(office.Get("r1").flags().empty());
  EXPECT_EQ(Take(office.News("C1", 2, Rfc::STATUS_CLOSED_SUCCESS)),
            Outcome::OUTCOME_APPLIED);
  ASSERT_EQ(office.Get("r1").flags_size(), 1);
  EXPECT_EQ(office.Get("r1").flags(0), v1::Run::FLAG_IMPLEMENTED_EARLY);
  EXPECT_EQ(State(), v1::Run::STATE_RUNNING);
  // Entering step 7, the change is final already: the effect is awaited.
  office.Through("r1", 6);
  EXPECT_EQ(State(), v1::Run::STATE_WAITING_FOR_EFFECT);
}

TEST_F(EarlyChanges, RejectionBeforeStepSevenDoesNotSendBackLater) {
  ASSERT_TRUE(office.Link("sven", "r1", "C1").ok());
  EXPECT_EQ(Take(office.News("C1", 1, Rfc::STATUS_REJECTED)),
            Outcome::OUTCOME_APPLIED);
  office.Through("r1", 6);
  EXPECT_EQ(office.Get("r1").step(), 7u);
  EXPECT_EQ(State(), v1::Run::STATE_RUNNING);
  EXPECT_EQ(office.Count("StepSentBack"), 0);
}

TEST_F(Changes, RaiseIsForThoseWhoHoldTheActivity) {
  EXPECT_EQ(Reason(office.Raise("rita", "r1", "C1")),
            ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(Reason(office.Raise("sven", "none", "C1")), ERROR_REASON_NOT_FOUND);
  ASSERT_TRUE(office.Raise("sven", "r1", "C1").ok());
  EXPECT_EQ(Reason(office.Raise("sven", "r1", "C1")),
            ERROR_REASON_ALREADY_EXISTS);
  const auto requested = office.Last<v1::RfcRequested>();
  EXPECT_EQ(requested.rfc().name(), Name("runs", "r1") + "/rfcs/1");
  EXPECT_EQ(requested.rfc().status(), Rfc::STATUS_DRAFT);
  EXPECT_FALSE(requested.linked());
}

TEST_F(Changes, DuplicatesAndOlderNewsAreHarmless) {
  ASSERT_TRUE(office.Raise("sven", "r1", "C1").ok());
  EXPECT_EQ(Take(office.News("C1", 3, Rfc::STATUS_APPROVED)),
            Outcome::OUTCOME_APPLIED);
  const int events = office.EventCount();
  EXPECT_EQ(Take(office.News("C1", 3, Rfc::STATUS_APPROVED)),
            Outcome::OUTCOME_DUPLICATE);
  // The same identity with other content is the same event all the same.
  EXPECT_EQ(Take(office.News("C1", 3, Rfc::STATUS_REJECTED)),
            Outcome::OUTCOME_DUPLICATE);
  EXPECT_EQ(office.EventCount(), events);
  EXPECT_EQ(Take(office.News("C1", 2, Rfc::STATUS_SUBMITTED)),
            Outcome::OUTCOME_SUPERSEDED);
  EXPECT_EQ(office.GetRfc("r1", "1").status(), Rfc::STATUS_APPROVED);
  EXPECT_EQ(office.Count("RfcStatusChanged"), 1);
  EXPECT_EQ(office.Count("ChangeSuperseded"), 1);
}

// The parts of the state that must not depend on the order of arrival.
std::string Essence(Office& office) {
  Rfc rfc = office.GetRfc("r1", "1");
  rfc.clear_update_time();
  rfc.clear_create_time();
  rfc.clear_etag();
  rfc.clear_revision();
  v1::Run run = office.Get("r1");
  run.clear_update_time();
  run.clear_create_time();
  run.clear_etag();
  run.clear_revision();
  run.clear_effect_review_time();
  return rfc.ShortDebugString() + " | " + run.ShortDebugString();
}

TEST(ChangeStorm, EveryOrderOfArrivalEndsInTheSameState) {
  const Rfc::Status statuses[] = {Rfc::STATUS_SUBMITTED, Rfc::STATUS_APPROVED,
                                  Rfc::STATUS_IMPLEMENTED,
                                  Rfc::STATUS_CLOSED_SUCCESS};
  std::vector<int> order = {0, 1, 2, 3};
  std::set<std::string> seen;
  int permutations = 0;
  do {
    Office office;
    office.Accept("bypass");
    office.Frozen("bypass");
    ASSERT_TRUE(office.Start("sven", "r1", "bypass").ok());
    office.Through("r1", 6);
    ASSERT_TRUE(office.Raise("sven", "r1", "C1").ok());
    for (int round = 0; round < 2; ++round) {  // everything twice
      for (int i : order) {
        v1::ChangeEvent event = office.News("C1", i + 1, statuses[i]);
        if (i == 0) event.set_type("normal");
        if (i == 1) event.mutable_planned_start_time()->set_seconds(1770000000);
        if (i >= 2) event.mutable_actual_start_time()->set_seconds(1770000100);
        if (i == 2) event.mutable_actual_end_time()->set_seconds(1770000150);
        if (i == 3) event.mutable_actual_end_time()->set_seconds(1770000200);
        ASSERT_TRUE(office.Ingest(event).ok());
      }
    }
    EXPECT_EQ(office.Get("r1").state(), v1::Run::STATE_WAITING_FOR_EFFECT);
    EXPECT_EQ(office.Count("EffectAwaited"), 1);
    seen.insert(Essence(office));
    ++permutations;
  } while (std::next_permutation(order.begin(), order.end()));
  EXPECT_EQ(permutations, 24);
  EXPECT_EQ(seen.size(), 1u);
  EXPECT_NE(seen.begin()->find("1770000200"), std::string::npos);
}

TEST(ChangeStorm, NewsBeforeTheRfcIsParkedAndTakenUpByLinking) {
  std::vector<int> order = {0, 1, 2};
  const Rfc::Status statuses[] = {Rfc::STATUS_APPROVED, Rfc::STATUS_IMPLEMENTED,
                                  Rfc::STATUS_CLOSED_SUCCESS};
  do {
    Office office;
    office.Accept("bypass");
    office.Frozen("bypass");
    ASSERT_TRUE(office.Start("sven", "r1", "bypass").ok());
    office.Through("r1", 6);
    for (int i : order) {
      const auto response =
          office.Ingest(office.News("C1", i + 1, statuses[i]));
      ASSERT_TRUE(response.ok());
      EXPECT_EQ(response->outcome(), Outcome::OUTCOME_PARKED);
    }
    EXPECT_EQ(office.Count("ChangeParked"), 3);
    const auto linked = office.Link("sven", "r1", "C1");
    ASSERT_TRUE(linked.ok()) << linked.status();
    EXPECT_EQ(linked->status(), Rfc::STATUS_CLOSED_SUCCESS);
    EXPECT_EQ(office.Get("r1").state(), v1::Run::STATE_WAITING_FOR_EFFECT);
    // They count once: the same event again is a duplicate.
    const auto again = office.Ingest(office.News("C1", 1, statuses[0]));
    EXPECT_EQ(again->outcome(), Outcome::OUTCOME_DUPLICATE);
    EXPECT_EQ(again->rfc(), linked->name());
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_F(Changes, ReferenceBindsAnRfcWithoutExternalId) {
  ASSERT_TRUE(office.Raise("sven", "r1", "").ok());
  auto event = office.News("CHG7", 1, Rfc::STATUS_APPROVED);
  event.set_reference(Name("runs", "r1") + "/rfcs/1");
  EXPECT_EQ(Take(event), Outcome::OUTCOME_APPLIED);
  EXPECT_EQ(office.GetRfc("r1", "1").external_id(), "CHG7");
  EXPECT_EQ(Take(office.News("CHG7", 2, Rfc::STATUS_IMPLEMENTED)),
            Outcome::OUTCOME_APPLIED);
  // Another change that claims to be the same RFC is parked.
  event = office.News("CHG8", 1, Rfc::STATUS_APPROVED);
  event.set_reference(Name("runs", "r1") + "/rfcs/1");
  EXPECT_EQ(Take(event), Outcome::OUTCOME_PARKED);
}

TEST_F(Changes, LinkGivesAnRfcItsExternalId) {
  ASSERT_TRUE(office.Raise("sven", "r1", "").ok());
  Take(office.News("CHG7", 1, Rfc::STATUS_APPROVED));
  const auto linked = office.Link("sven", "r1", "CHG7", "1");
  ASSERT_TRUE(linked.ok()) << linked.status();
  EXPECT_EQ(linked->status(), Rfc::STATUS_APPROVED);
  EXPECT_EQ(linked->title(), "Install the new gateway");
  EXPECT_EQ(Reason(office.Link("sven", "r1", "CHG7")),
            ERROR_REASON_ALREADY_EXISTS);
}

TEST_F(Changes, UnknownWordsAreParkedAndShapesRefused) {
  ASSERT_TRUE(office.Raise("sven", "r1", "C1").ok());
  auto event = office.News("C1", 1, Rfc::STATUS_UNSPECIFIED);
  event.set_raw_status("waiting for the moon");
  EXPECT_EQ(Take(event), Outcome::OUTCOME_PARKED);
  EXPECT_EQ(office.Last<v1::ChangeParked>().change().cause(),
            v1::ParkedChange::CAUSE_UNKNOWN_STATUS);
  event.clear_raw_status();
  EXPECT_EQ(Reason(office.Ingest(event)), ERROR_REASON_FIELD_INVALID);
  event = office.News("C1", 2, Rfc::STATUS_APPROVED);
  event.clear_source();
  EXPECT_EQ(Reason(office.Ingest(event)), ERROR_REASON_FIELD_INVALID);
  event = office.News("", 2, Rfc::STATUS_APPROVED);
  EXPECT_EQ(Reason(office.Ingest(event)), ERROR_REASON_FIELD_INVALID);
  event = office.News(std::string("C\0x", 3), 2, Rfc::STATUS_APPROVED);
  EXPECT_EQ(Reason(office.Ingest(event)), ERROR_REASON_FIELD_INVALID);
  event = office.News(std::string(401, 'c'), 2, Rfc::STATUS_APPROVED);
  EXPECT_EQ(Reason(office.Ingest(event)), ERROR_REASON_TOO_LARGE);
}

}  // namespace
}  // namespace csi::workflow
