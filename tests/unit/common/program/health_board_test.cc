#include "common/program/health_board.h"

#include "gtest/gtest.h"

namespace csi::program {
namespace {

class Told : public grpc::HealthCheckServiceInterface {
 public:
  void SetServingStatus(const std::string& name, bool serving) override {
    by_name[name] = serving;
  }
  void SetServingStatus(bool serving) override {
    for (auto& [name, known] : by_name) known = serving;
  }
  void Shutdown() override {}

  std::map<std::string, bool> by_name;
};

HostReport InPhase(Executor::Phase phase) {
  HostReport report;
  report.phase = phase;
  return report;
}

constexpr char kRaci[] = "csi.raci.v1.RaciService";

TEST(HealthBoard, IsLiveAndNotReadyBeforeAnythingIsKnown) {
  Told told;
  HealthBoard board(told);
  EXPECT_EQ(told.by_name,
            (std::map<std::string, bool>{
                {"", false}, {kLiveName, true}, {kReadyName, false}}));
}

TEST(HealthBoard, StaysLiveWhileAPartitionReplaysOrIsHalted) {
  Told told;
  HealthBoard board(told);
  for (const auto phase :
       {Executor::Phase::kReplay, Executor::Phase::kHalted}) {
    board.Update("raci", {InPhase(phase)});
    board.UpdateAll(false);
    EXPECT_TRUE(told.by_name.at(kLiveName));
    EXPECT_FALSE(told.by_name.at(kReadyName));
    EXPECT_FALSE(told.by_name.at(kRaci));
  }
}

TEST(HealthBoard, IsReadyWithTheWhole) {
  Told told;
  HealthBoard board(told);
  board.Update("raci", {InPhase(Executor::Phase::kLead)});
  board.UpdateAll(true);
  EXPECT_TRUE(told.by_name.at(""));
  EXPECT_TRUE(told.by_name.at(kReadyName));
  EXPECT_TRUE(told.by_name.at(kRaci));
}

TEST(HealthBoard, IsNotReadyWhileOneStillReplaysForTheFirstTime) {
  Told told;
  HealthBoard board(told);
  board.Update("raci", {InPhase(Executor::Phase::kLead)});
  board.Update("registry", {InPhase(Executor::Phase::kReplay)});
  board.UpdateAll(false);
  EXPECT_FALSE(told.by_name.at(kReadyName));
}

TEST(HealthBoard, OneThatHaltsTakesNobodyElseWithIt) {
  Told told;
  HealthBoard board(told);
  board.Update("raci", {InPhase(Executor::Phase::kLead)});
  board.Update("registry", {InPhase(Executor::Phase::kHalted)});
  board.UpdateAll(false);
  EXPECT_FALSE(told.by_name.at(""));
  EXPECT_TRUE(told.by_name.at(kReadyName));
}

TEST(HealthBoard, OneThatMustClaimAgainTakesNobodyElseWithIt) {
  Told told;
  HealthBoard board(told);
  for (const auto phase : {Executor::Phase::kLead, Executor::Phase::kClaim}) {
    board.Update("raci", {InPhase(Executor::Phase::kLead)});
    board.Update("registry", {InPhase(phase)});
    board.UpdateAll(phase == Executor::Phase::kLead);
    EXPECT_TRUE(told.by_name.at(kReadyName));
  }
}

TEST(HealthBoard, IsNotReadyWhenNobodyServes) {
  Told told;
  HealthBoard board(told);
  for (const auto phase : {Executor::Phase::kLead, Executor::Phase::kHalted}) {
    board.Update("raci", {InPhase(phase)});
    board.UpdateAll(phase == Executor::Phase::kLead);
  }
  EXPECT_FALSE(told.by_name.at(kReadyName));
}

TEST(HealthBoard, AServiceServesWhenAllItsPartitionsDo) {
  Told told;
  HealthBoard board(told);
  const HostReport leads = InPhase(Executor::Phase::kLead);
  board.Update("raci", {leads, InPhase(Executor::Phase::kHalted)});
  board.UpdateAll(false);
  EXPECT_FALSE(told.by_name.at(kRaci));
  EXPECT_TRUE(told.by_name.at(std::string(kRaci) + "/partitions/0"));
  EXPECT_FALSE(told.by_name.at(std::string(kRaci) + "/partitions/1"));
  EXPECT_TRUE(told.by_name.at(kReadyName)) << "half of the tenants are served";
  board.Update("raci", {leads, leads});
  board.UpdateAll(true);
  EXPECT_TRUE(told.by_name.at(kRaci));
}

TEST(HealthBoard, WhatOnePartitionCannotDoIsSaidOfTheService) {
  Told told;
  HealthBoard board(told);
  HostReport old = InPhase(Executor::Phase::kLead);
  old.view_lag_seconds["raci"] = 3600;
  HostReport young = InPhase(Executor::Phase::kLead);
  young.view_lag_seconds["raci"] = 0.1;
  board.Update("registry", {old, young});
  EXPECT_FALSE(told.by_name.at("csi.registry.v1.RegistryService/views/raci"));
  board.Update("registry", {young, young});
  EXPECT_TRUE(told.by_name.at("csi.registry.v1.RegistryService/views/raci"));
}

TEST(HealthBoard, AFullDiskTakesWritesAwayAndLeavesThePodReady) {
  Told told;
  HealthBoard board(told);
  HostReport report = InPhase(Executor::Phase::kLead);
  report.disk_low = true;
  board.Update("raci", {report});
  board.UpdateAll(true);
  EXPECT_FALSE(told.by_name.at(std::string(kRaci) + "/writes"));
  EXPECT_TRUE(told.by_name.at(kReadyName));
}

}  // namespace
}  // namespace csi::program
