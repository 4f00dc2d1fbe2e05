// The record of an improvement: who did what under which authority, changes,
// consultations, refusals.
//
// Plain data. Times are absolute and shown in UTC; days are calendar days.
#ifndef CSI_SERVICES_REPORTING_RENDER_RECORD_MODEL_H_
#define CSI_SERVICES_REPORTING_RENDER_RECORD_MODEL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace csi::reporting::render {

// One act in the life of an improvement, with the authority it rests on.
struct Act {
  absl::Time time = {};
  std::string person = {};
  std::string on_behalf_of = {};
  std::string act = {};  // "approved the step"
  // What followed without anybody doing it: "the entry became Assessed".
  std::vector<std::string> consequences = {};
  std::string step = {};  // "5 Analyse the information and data"
  std::string letter = {};
  std::string role = {};
  std::string matrix = {};  // "seven-step, central, version 3"
  std::vector<std::string> exceptions =
      {};  // ACTING, SELF_APPROVED, OVERRIDE ...
  std::string note = {};
};

// One change event as it arrived, whether or not it counted.
struct RfcEvent {
  std::string status = {};  // canonical
  std::string raw_status = {};
  std::optional<absl::Time> occurred_time = {};  // what the change system says
  std::optional<absl::Time> received_time = {};  // when it was journaled
  int64_t deliveries = 1;
  bool out_of_order = false;
  bool took_effect = true;
};

struct Rfc {
  std::string id = {};
  std::string title = {};
  std::string status = {};
  std::string raised_by = {};
  std::optional<absl::Time> actual_start = {};
  std::optional<absl::Time> actual_end = {};
  std::vector<RfcEvent> history = {};
};

struct Consultation {
  std::string person = {};       // who answered, else who was asked
  std::string recorded_by = {};  // when somebody else wrote the answer down
  std::string role = {};
  std::string step = {};
  bool blocking = false;
  std::optional<absl::Time> asked_time = {};
  std::optional<absl::CivilDay> due = {};
  std::string outcome = {};  // "answered", "lapsed: no opinion given", "waived"
  std::optional<absl::Time> outcome_time = {};
  std::string answer = {};
};

// What was refused and why; a report shows it beside what was done.
struct Refusal {
  absl::Time time = {};
  std::string person = {};
  std::string wanted = {};  // "approve step 5"
  std::string reason = {};  // stable code
  std::string text = {};
  std::string rule = {};    // "H1", "statistics rule 8"
  std::string remedy = {};  // who could, or what to do next
};

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_RECORD_MODEL_H_
