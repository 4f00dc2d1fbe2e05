#include "services/workflow/domain/rfc_rules.h"

#include <string_view>

#include "services/workflow/domain/ids.h"

namespace csi::workflow {
namespace {

using Rfc = v1::Rfc;

struct Word {
  std::string_view word;
  Rfc::Status status;
};

// ServiceNow change_request.state, numbers and labels; TMF655; our own names.
// "closed" and "3" need the close code and are not here.
constexpr Word kWords[] = {
    {"-5", Rfc::STATUS_DRAFT},
    {"-4", Rfc::STATUS_ASSESSING},
    {"-3", Rfc::STATUS_AWAITING_APPROVAL},
    {"-2", Rfc::STATUS_SCHEDULED},
    {"-1", Rfc::STATUS_IMPLEMENTING},
    {"0", Rfc::STATUS_REVIEW},
    {"4", Rfc::STATUS_CANCELLED},
    {"new", Rfc::STATUS_DRAFT},
    {"draft", Rfc::STATUS_DRAFT},
    {"acknowledged", Rfc::STATUS_SUBMITTED},
    {"submitted", Rfc::STATUS_SUBMITTED},
    {"requested", Rfc::STATUS_SUBMITTED},
    {"assess", Rfc::STATUS_ASSESSING},
    {"assessing", Rfc::STATUS_ASSESSING},
    {"authorize", Rfc::STATUS_AWAITING_APPROVAL},
    {"authorise", Rfc::STATUS_AWAITING_APPROVAL},
    {"awaiting_approval", Rfc::STATUS_AWAITING_APPROVAL},
    {"pending_approval", Rfc::STATUS_AWAITING_APPROVAL},
    {"approved", Rfc::STATUS_APPROVED},
    {"authorized", Rfc::STATUS_APPROVED},
    {"authorised", Rfc::STATUS_APPROVED},
    {"rejected", Rfc::STATUS_REJECTED},
    {"scheduled", Rfc::STATUS_SCHEDULED},
    {"planned", Rfc::STATUS_SCHEDULED},
    {"implement", Rfc::STATUS_IMPLEMENTING},
    {"implementing", Rfc::STATUS_IMPLEMENTING},
    {"in_progress", Rfc::STATUS_IMPLEMENTING},
    {"implemented", Rfc::STATUS_IMPLEMENTED},
    {"review", Rfc::STATUS_REVIEW},
    {"closed_success", Rfc::STATUS_CLOSED_SUCCESS},
    {"completed", Rfc::STATUS_CLOSED_SUCCESS},
    {"closed_partial", Rfc::STATUS_CLOSED_PARTIAL},
    {"closed_failed", Rfc::STATUS_CLOSED_FAILED},
    {"failed", Rfc::STATUS_CLOSED_FAILED},
    {"backed_out", Rfc::STATUS_BACKED_OUT},
    {"rolled_back", Rfc::STATUS_BACKED_OUT},
    {"canceled", Rfc::STATUS_CANCELLED},
    {"cancelled", Rfc::STATUS_CANCELLED},
};

// Close codes; a closed change without a known one is parked rather than
// taken for a success.
constexpr Word kCloseCodes[] = {
    {"successful", Rfc::STATUS_CLOSED_SUCCESS},
    {"success", Rfc::STATUS_CLOSED_SUCCESS},
    {"successful_issues", Rfc::STATUS_CLOSED_PARTIAL},
    {"successful_with_issues", Rfc::STATUS_CLOSED_PARTIAL},
    {"partial", Rfc::STATUS_CLOSED_PARTIAL},
    {"partially_implemented", Rfc::STATUS_CLOSED_PARTIAL},
    {"unsuccessful", Rfc::STATUS_CLOSED_FAILED},
    {"failed", Rfc::STATUS_CLOSED_FAILED},
    {"backed_out", Rfc::STATUS_BACKED_OUT},
};

// Lower case, spaces and dashes between letters as '_'.
std::string Normal(std::string_view text) {
  std::string normal;
  for (char c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == ' ' || (c == '-' && !normal.empty())) c = '_';
    normal.push_back(c);
  }
  return normal;
}

template <size_t n>
std::optional<Rfc::Status> Find(const Word (&words)[n], std::string_view word) {
  for (const Word& each : words) {
    if (each.word == word) return each.status;
  }
  return std::nullopt;
}

bool IsUnset(const v1::NewsOrder& order) {
  return order.source_revision() == 0 && order.changed_us() == 0;
}

// Whether news with this order may set what was set by `known`.
bool MaySet(const v1::NewsOrder& news, const v1::NewsOrder& known,
            bool known_is_set) {
  return !known_is_set || IsNewer(news, known);
}

}  // namespace

std::optional<Rfc::Status> StatusOf(const v1::ChangeEvent& event) {
  if (event.status() != Rfc::STATUS_UNSPECIFIED) return event.status();
  const std::string word = Normal(event.raw_status());
  if (word == "closed" || word == "3") {
    return Find(kCloseCodes, Normal(event.close_code()));
  }
  return Find(kWords, word);
}

bool IsImplemented(Rfc::Status status) {
  return status == Rfc::STATUS_IMPLEMENTED || status == Rfc::STATUS_REVIEW ||
         status == Rfc::STATUS_CLOSED_SUCCESS ||
         status == Rfc::STATUS_CLOSED_PARTIAL;
}

bool IsFinal(const Definition& definition, Rfc::Status status) {
  return OutcomeOf(definition, status).effect() != v1::RFC_EFFECT_PENDING;
}

v1::NewsOrder OrderOf(const v1::ChangeEvent& event) {
  v1::NewsOrder order;
  order.set_source_revision(event.source_revision());
  if (event.has_changed_time()) {
    order.set_changed_us(MicrosOf(event.changed_time()));
  }
  return order;
}

bool IsNewer(const v1::NewsOrder& news, const v1::NewsOrder& known) {
  // A source either numbers its revisions or does not; where one side has no
  // number, only the clocks can be compared.
  if (news.source_revision() != 0 && known.source_revision() != 0 &&
      news.source_revision() != known.source_revision()) {
    return news.source_revision() > known.source_revision();
  }
  if (news.changed_us() != 0 && known.changed_us() != 0) {
    return news.changed_us() > known.changed_us();
  }
  // Nothing is known to compare: an RFC that we raised yields to any news,
  // and news without any order counts as it comes.
  return IsUnset(known) || IsUnset(news);
}

bool TakeNews(const v1::ChangeEvent& event, Rfc::Status status,
              v1::RfcRow& row) {
  const v1::NewsOrder order = OrderOf(event);
  const bool had_planned = row.has_planned_order();
  if ((event.has_planned_start_time() || event.has_planned_end_time()) &&
      MaySet(order, row.planned_order(), had_planned)) {
    row.set_planned_start_us(MicrosOf(event.planned_start_time()));
    row.set_planned_end_us(MicrosOf(event.planned_end_time()));
    *row.mutable_planned_order() = order;
  }
  const bool had_actual = row.has_actual_order();
  if ((event.has_actual_start_time() || event.has_actual_end_time()) &&
      MaySet(order, row.actual_order(), had_actual)) {
    row.set_actual_start_us(MicrosOf(event.actual_start_time()));
    row.set_actual_end_us(MicrosOf(event.actual_end_time()));
    *row.mutable_actual_order() = order;
  }
  if (!event.type().empty() &&
      MaySet(order, row.type_order(), row.has_type_order())) {
    row.set_type(event.type());
    *row.mutable_type_order() = order;
  }
  if (!MaySet(order, row.status_order(), row.has_status_order())) return false;
  row.set_status(status);
  row.set_raw_status(event.raw_status());
  row.set_status_reason(event.status_reason());
  *row.mutable_status_order() = order;
  row.set_implemented(IsImplemented(status));
  return true;
}

std::vector<std::string> OpenRfcs(const Definition& definition,
                                  const Rfcs& rfcs) {
  std::vector<std::string> open;
  for (const auto& [id, row] : rfcs) {
    if (!IsFinal(definition, row.status())) open.push_back(id);
  }
  return open;
}

std::vector<std::string> UnsettledRfcs(const Definition& definition,
                                       const Rfcs& rfcs) {
  std::vector<std::string> unsettled;
  for (const auto& [id, row] : rfcs) {
    if (IsFinal(definition, row.status()) && !row.settled()) {
      unsettled.push_back(id);
    }
  }
  return unsettled;
}

namespace {

// The run goes back because of changes with this effect that it has not yet
// drawn its conclusion from.
bool FindReturn(const Definition& definition, const Rfcs& rfcs,
                v1::RfcEffect effect, Judgement& judged) {
  for (const auto& [id, row] : rfcs) {
    const v1::RfcOutcome outcome = OutcomeOf(definition, row.status());
    if (outcome.effect() != effect || row.settled()) continue;
    const uint32_t to = StepNumber(definition, outcome.return_to_step());
    if (judged.return_to == 0 || to < judged.return_to) {
      judged.return_to = to;
      judged.because_of = id;
    }
  }
  if (judged.return_to == 0) return false;
  judged.settled = UnsettledRfcs(definition, rfcs);
  return true;
}

bool AnyDone(const Definition& definition, const Rfcs& rfcs) {
  for (const auto& [id, row] : rfcs) {
    if (OutcomeOf(definition, row.status()).effect() == v1::RFC_EFFECT_DONE) {
      return true;
    }
  }
  return false;
}

}  // namespace

Judgement Judge(const Definition& definition, const v1::RunRow& run,
                uint32_t step, v1::Run::State before, const Rfcs& rfcs) {
  Judgement judged;
  const v1::StepDefinition& at = StepOf(definition, step);
  if (!at.implements() && !at.awaits_effect()) return judged;
  if (FindReturn(definition, rfcs, v1::RFC_EFFECT_RETURN, judged)) {
    return judged;
  }
  if (!OpenRfcs(definition, rfcs).empty()) {
    judged.state = v1::Run::STATE_WAITING_FOR_CHANGE;
    return judged;
  }
  const bool done = AnyDone(definition, rfcs);
  if (!done && FindReturn(definition, rfcs, v1::RFC_EFFECT_DROP, judged)) {
    return judged;
  }
  if (!at.awaits_effect() || run.effect_reviewed()) return judged;
  const bool waits = before == v1::Run::STATE_WAITING_FOR_EFFECT;
  if (waits) judged.state = v1::Run::STATE_WAITING_FOR_EFFECT;
  // A step that implements waits for a change to be done; one behind it has
  // nothing else to wait for.
  judged.effect_wait_begins = !waits && (done || !at.implements());
  return judged;
}

}  // namespace csi::workflow
