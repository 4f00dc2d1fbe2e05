// All that a CSI report shows, as plain data.
//
// The renderers are pure functions of this model: the time of rendering is in
// it, no clock is read, and the same model gives the same bytes. Strings come
// from people and may hold anything; they are escaped where they are shown.
#ifndef CSI_SERVICES_REPORTING_RENDER_REPORT_MODEL_H_
#define CSI_SERVICES_REPORTING_RENDER_REPORT_MODEL_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/reporting/render/agreement_model.h"
#include "services/reporting/render/chart_model.h"
#include "services/reporting/render/overview_model.h"
#include "services/reporting/render/record_model.h"
#include "services/reporting/render/report_layout.h"
#include "services/reporting/render/verdict_model.h"

namespace csi::reporting::render {

enum class EntryState {
  kNew,
  kAccepted,
  kAssessed,
  kApproved,
  kInProgress,
  kInReview,
  kClosed,
  kOnHold,
  kDeferred,
  kRejected,
  kCancelled,
};
inline constexpr size_t kEntryStateCount = 11;

// Entries of the register by state, index = EntryState. The whole register,
// which may hold more than the report lists.
using StateCounts = std::array<int64_t, kEntryStateCount>;

// One line of the register.
struct Entry {
  std::string number = {};  // "OPP-0001"
  std::string title = {};
  EntryState state = EntryState::kNew;
  std::string accountable = {};
  bool accountable_left = false;  // so nobody answers for the entry now
  std::optional<absl::CivilDay> due = {};
  std::string step = {};  // "7 Implement improvement"; empty: no run
  VerdictValue verdict = VerdictValue::kNone;
  std::vector<std::string> verdict_reasons = {};
};

// A labelled fact of an improvement: scope, KPI, benefit, baseline ...
struct Fact {
  std::string label = {};
  std::string value = {};
};

struct Improvement {
  Entry entry = {};
  std::string description = {};
  std::string sentence = {};  // in plain language; empty: made from the figures
  std::vector<Fact> facts = {};
  std::string indicator = {};  // of the primary KPI, as in a sentence
  std::string change = {};     // "RFC-501", as in "after RFC-501"
  std::optional<ChartModel> chart = {};
  Verdict verdict = {};
  std::vector<TrendAnswers> trends = {};
  std::vector<WorkedFigure> figures = {};
  std::vector<Act> acts = {};
  std::vector<Rfc> rfcs = {};
  std::vector<Consultation> consultations = {};
  std::vector<Refusal> refusals = {};
};

// How good the data of one indicator or input are.
struct DataQuality {
  std::string source = {};
  std::optional<int64_t> read = {};
  std::optional<int64_t> used = {};
  std::optional<int64_t> refused = {};
  std::optional<int64_t> missing = {};
  std::optional<int64_t> corrected = {};
  std::optional<int64_t> late = {};
  std::vector<std::string> findings = {};
};

// What the figures were computed from.
struct Input {
  std::string name = {};
  std::string kind = {};  // "points", "baseline", "incident log"
  std::string detail = {};
  std::string sha256 = {};       // hexadecimal
  std::string attribution = {};  // licence and source, where due
};

struct Method {
  std::string name = {};
  std::string definition = {};
  std::string constants = {};
};

// How far one journal had been read when the report was made.
struct JournalStamp {
  std::string service = {};
  int64_t position = 0;
  std::string head = {};  // chain head, hexadecimal; empty: not known
};

struct ReportModel {
  std::string title = {};
  std::string language = "en";  // BCP 47
  std::string tenant = {};
  std::string tenant_name = {};
  std::optional<absl::CivilDay> period_first = {};
  std::optional<absl::CivilDay> period_last = {};  // inclusive
  absl::Time generated_time = {};
  std::string generated_by = {};
  std::vector<JournalStamp> journals = {};
  StateCounts counts = {};
  std::vector<Entry> entries = {};
  std::vector<Improvement> improvements = {};
  std::vector<Refusal> refusals = {};  // not of one improvement
  std::vector<DataQuality> quality = {};
  std::vector<Input> inputs = {};
  std::vector<Method> methods = {};
  Layout layout = {};
  std::vector<AgreementResult> agreements = {};
  SuccessModel success = {};
  FlowModel flow = {};
  HeatMap heat_map = {};
  Timeline timeline = {};
  std::vector<TrendEvidence> trend_evidence = {};
};

// Counts the listed entries; for a report that lists the whole register.
StateCounts CountStates(const std::vector<Entry>& entries);

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_REPORT_MODEL_H_
