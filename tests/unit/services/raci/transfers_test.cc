#include "services/raci/domain/transfer_state.h"
#include "services/raci/server/queries.h"
#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

// Service email passes from nobody in particular to netco in ten days.
class TransfersTest : public ::testing::Test {
 protected:
  TransfersTest() {
    v1::CreatePartyRequest party;
    party.set_parent("tenants/acme");
    party.set_party_id("netco");
    party.mutable_party()->set_kind(v1::PARTY_KIND_EXTERNAL_PROVIDER);
    party.mutable_party()->set_display_name("Netco");
    EXPECT_TRUE(world_.Call<v1::Party>("CreateParty", party).ok());
    EXPECT_TRUE(
        world_.AddMatrix("now", {"x csi-manager A", "x reporting-analyst R"})
            .ok());
  }

  v1::AnnounceTransferRequest Wanted() {
    v1::AnnounceTransferRequest request;
    request.set_parent("tenants/acme");
    request.set_transfer_id("move");
    request.set_from_matrix(Name("matrices", "now"));
    v1::Transfer& transfer = *request.mutable_transfer();
    transfer.set_service(Name("services", "email"));
    transfer.set_to_party(Name("parties", "netco"));
    transfer.set_reason("They run it cheaper.");
    const absl::CivilDay day =
        absl::ToCivilDay(world_.runner.now(), absl::UTCTimeZone()) + 10;
    transfer.mutable_transfer_date()->set_year(static_cast<int>(day.year()));
    transfer.mutable_transfer_date()->set_month(day.month());
    transfer.mutable_transfer_date()->set_day(day.day());
    auto& replaced = *request.add_replacements();
    replaced.set_from_role(Name("roles", "reporting-analyst"));
    replaced.set_to_role(Name("roles", "process-practitioner"));
    return request;
  }
  absl::StatusOr<v1::Transfer> Announce(
      const v1::AnnounceTransferRequest& request) {
    return world_.Call<v1::Transfer>("AnnounceTransfer", request);
  }
  v1::Transfer Get() {
    v1::GetTransferRequest request;
    request.set_name(Name("transfers", "move"));
    v1::Transfer transfer;
    EXPECT_TRUE(
        GetTransfer(world_.runner.Query("raci"), request, &transfer).ok());
    return transfer;
  }

  RaciWorld world_;
};

TEST_F(TransfersTest, DraftTheMatrixOfThatTimeAndWarnUntilItIsInForce) {
  const auto announced = Announce(Wanted());
  ASSERT_ACCEPTED(announced);
  EXPECT_EQ(announced->state(), v1::Transfer::STATE_ANNOUNCED);
  EXPECT_NE(announced->warning(), "");
  v1::GetMatrixRequest request;
  request.set_name(announced->matrix());
  v1::Matrix draft;
  ASSERT_ACCEPTED(GetMatrix(world_.runner.Query("raci"), request, &draft));
  EXPECT_EQ(draft.state(), v1::Matrix::STATE_DRAFT);
  EXPECT_EQ(draft.scope().service(), Name("services", "email"));
  EXPECT_EQ(draft.scope().provider(), Name("parties", "netco"));
  ASSERT_EQ(draft.columns_size(), 2);
  EXPECT_EQ(draft.columns(1).role(), Name("roles", "process-practitioner"));
  EXPECT_EQ(draft.cells_size(), 2);

  ASSERT_ACCEPTED(world_.Appoint("o", "seven-step-process-owner", "frank"));
  ASSERT_ACCEPTED(world_.Appoint("m", "csi-manager", "frank"));
  world_.runner.ActAs("frank");
  world_.runner.Advance(absl::Hours(24 * 11));
  EXPECT_EQ(Get().state(), v1::Transfer::STATE_LATE);
  EXPECT_THAT(Get().warning(), ::testing::HasSubstr("has begun"));
  ASSERT_ACCEPTED(world_.TestAndDeploy("move"));
  EXPECT_EQ(Get().state(), v1::Transfer::STATE_DONE);
  EXPECT_EQ(Get().warning(), "");
}

TEST_F(TransfersTest, AServiceHasOneAtATime) {
  ASSERT_ACCEPTED(Announce(Wanted()));
  auto second = Wanted();
  second.set_transfer_id("again");
  EXPECT_REFUSED(Announce(second), "WRONG_STATE", "CancelTransfer");
  v1::CancelTransferRequest cancel;
  cancel.set_name(Name("transfers", "move"));
  EXPECT_REFUSED(world_.Call<v1::Transfer>("CancelTransfer", cancel),
                 "FIELD_INVALID", "reason");
  cancel.set_reason("too dear after all");
  ASSERT_ACCEPTED(world_.Call<v1::Transfer>("CancelTransfer", cancel));
  EXPECT_EQ(Get().state(), v1::Transfer::STATE_CANCELLED);
  EXPECT_REFUSED(world_.Call<v1::Transfer>("CancelTransfer", cancel),
                 "WRONG_STATE", "too dear after all");
  ASSERT_ACCEPTED(Announce(second));
}

TEST_F(TransfersTest, RefuseWhatCannotBe) {
  auto past = Wanted();
  past.mutable_transfer()->mutable_transfer_date()->set_year(1990);
  EXPECT_REFUSED(Announce(past), "FIELD_INVALID", "not in the future");
  auto same = Wanted();
  same.mutable_transfer()->set_from_party(same.transfer().to_party());
  EXPECT_REFUSED(Announce(same), "FIELD_INVALID", "has now");
  auto absent = Wanted();
  absent.mutable_replacements(0)->set_from_role(Name("roles", "service-owner"));
  EXPECT_REFUSED(Announce(absent), "FIELD_INVALID", "has no column");
  auto twice = Wanted();
  twice.mutable_replacements(0)->set_to_role(Name("roles", "csi-manager"));
  EXPECT_REFUSED(Announce(twice), "FIELD_INVALID", "fall together");
  auto taken = Wanted();
  taken.set_matrix_id("now");
  EXPECT_REFUSED(Announce(taken), "ALREADY_EXISTS", "matrix_id");
  ASSERT_ACCEPTED(world_.Appoint("m", "csi-manager", "frank"));
  world_.runner.ActAs("bob");
  EXPECT_REFUSED(Announce(Wanted()), "NOT_AUTHORIZED", "Frank");
}

}  // namespace
}  // namespace csi::raci
