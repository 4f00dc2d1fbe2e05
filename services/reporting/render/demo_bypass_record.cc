// Who did what in the worked case of the release bypass.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/reporting/render/demo_model.h"

namespace csi::reporting::render {
namespace {

constexpr char kMatrix[] = "seven-step, central, version 3";
constexpr char kOwner[] = "Maren Lindqvist";
constexpr char kManager[] = "Dario Fontaine";
constexpr char kAnalyst[] = "Aiko Tanabe";
constexpr char kStepOwner[] = "Ruth Adeyemi";

Act MakeAct(std::string_view time, std::string person, std::string act,
            std::string step, std::string letter, std::string role) {
  return {.time = DemoTime(time),
          .person = std::move(person),
          .act = std::move(act),
          .step = std::move(step),
          .letter = std::move(letter),
          .role = std::move(role),
          .matrix = kMatrix};
}

std::vector<Act> Acts() {
  const char strategy[] = "1 Identify the strategy for improvement";
  const char measure[] = "2 Define what you will measure";
  const char gather[] = "3 Gather the data";
  const char process[] = "4 Process the data";
  const char analyse[] = "5 Analyse the information and data";
  const char present[] = "6 Present and use the information";
  const char implement[] = "7 Implement improvement";
  std::vector<Act> acts = {
      MakeAct("2024-11-18 09:12", kOwner, "logged the opportunity", "", "",
              "process owner, release management"),
      MakeAct("2024-11-25 14:30", kManager, "accepted the opportunity", "", "A",
              "CSI manager"),
      MakeAct("2024-11-26 08:05", kOwner, "submitted vision and goals",
              strategy, "R", "process owner, release management"),
      MakeAct("2024-11-26 15:41", kStepOwner, "approved the step", strategy,
              "A", "seven-step process owner"),
      MakeAct("2024-11-29 10:20", kOwner, "submitted the measurement plan",
              measure, "R", "process owner, release management"),
      MakeAct("2024-12-02 09:00", kStepOwner, "approved the step", measure, "A",
              "seven-step process owner"),
      MakeAct("2024-12-31 16:10", kAnalyst, "froze the baseline", gather, "R",
              "reporting analyst"),
      MakeAct("2024-12-31 16:20", kStepOwner, "approved the step", gather, "A",
              "seven-step process owner"),
      MakeAct("2024-12-31 16:40", kStepOwner, "approved the step", process, "A",
              "seven-step process owner"),
      MakeAct("2024-12-31 17:05", kStepOwner, "approved the step", analyse, "A",
              "seven-step process owner"),
      MakeAct("2024-12-31 17:30", "Piet van Dongen", "decided: implement",
              present, "A", "seven-step process owner"),
      MakeAct("2024-12-31 17:45", kOwner, "raised RFC-501", implement, "R",
              "process owner, release management"),
      MakeAct("2025-09-03 13:20", kStepOwner, "accepted the verdict", implement,
              "A", "seven-step process owner")};
  acts[10].exceptions = {"ACTING"};
  acts[10].note = "Ruth Adeyemi absent, deputy by declared absence";
  return acts;
}

Rfc MakeRfc() {
  Rfc rfc = {.id = "RFC-501",
             .title = "Release gate in the deployment pipeline",
             .status = "CLOSED_SUCCESS",
             .raised_by = kOwner,
             .actual_start = DemoTime("2025-01-01 00:00"),
             .actual_end = DemoTime("2025-01-01 00:00")};
  const auto event = [&rfc](std::string status, std::string raw,
                            std::string_view occurred,
                            std::string_view received, int64_t deliveries,
                            bool out_of_order, bool took_effect) {
    rfc.history.push_back({std::move(status), std::move(raw),
                           DemoTime(occurred), DemoTime(received), deliveries,
                           out_of_order, took_effect});
  };
  event("SUBMITTED", "New", "2024-12-31 17:45", "2024-12-31 17:46", 2, false,
        true);
  event("IMPLEMENTED", "Implemented", "2025-01-01 00:00", "2025-01-01 00:02", 1,
        true, true);
  event("APPROVED", "CAB approved", "2024-12-31 18:30", "2025-01-01 00:03", 2,
        true, false);
  event("CLOSED_SUCCESS", "Closed", "2025-01-08 16:00", "2025-01-08 16:01", 2,
        false, true);
  return rfc;
}

std::vector<Consultation> Consultations() {
  return {{.person = "Lena Hartwig",
           .role = "change manager",
           .step = "7 Implement improvement",
           .blocking = true,
           .asked_time = DemoTime("2024-12-31 17:50"),
           .due = absl::CivilDay(2025, 1, 2),
           .outcome = "answered",
           .outcome_time = DemoTime("2024-12-31 18:20"),
           .answer = "Agreed, with an emergency path that is logged."},
          {.person = "Tomasz Wolny",
           .role = "supplier, build tools",
           .step = "7 Implement improvement",
           .asked_time = DemoTime("2024-12-31 17:50"),
           .due = absl::CivilDay(2025, 1, 3),
           .outcome = "lapsed: no opinion given",
           .outcome_time = DemoTime("2025-01-04 00:00")}};
}

std::vector<Refusal> Refusals() {
  return {{.time = DemoTime("2024-11-26 11:02"),
           .person = kAnalyst,
           .wanted = "approve step 1",
           .reason = "NOT_AUTHORIZED",
           .text = "holds no A for this step; the matrix gives I",
           .rule = "matrix 1, step 1",
           .remedy = "Ruth Adeyemi (A, seven-step process owner) can approve"},
          {.time = DemoTime("2024-12-17 16:30"),
           .person = kOwner,
           .wanted = "start step 7",
           .reason = "BASELINE_MISSING",
           .text = "there is nothing to compare with afterwards",
           .rule = "implementation needs a baseline",
           .remedy = "freeze a baseline of the primary KPI first"},
          {.time = DemoTime("2025-09-03 13:25"),
           .person = kAnalyst,
           .wanted = "freeze a new baseline",
           .reason = "STILL_CHANGING",
           .text = "the level after the change still moves by 2.5 a month",
           .rule = "a new baseline needs a stable level",
           .remedy = "wait for 8 stable months, then propose it again"}};
}

}  // namespace

void AddDemoBypassRecord(Improvement* improvement) {
  improvement->acts = Acts();
  improvement->rfcs = {MakeRfc()};
  improvement->consultations = Consultations();
  improvement->refusals = Refusals();
}

}  // namespace csi::reporting::render
