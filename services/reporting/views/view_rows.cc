#include "services/reporting/views/view_rows.h"

#include <algorithm>

#include "common/domain/names.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

template <class Row>
std::vector<Row> RowsBelow(const KvReader& views, const std::string& prefix) {
  std::vector<Row> rows;
  views.ScanPrefix(prefix, [&](std::string_view, std::string_view value) {
    Row row;
    if (row.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
      rows.push_back(std::move(row));
    }
    return true;
  });
  return rows;
}

}  // namespace

std::optional<v1::OpportunityView> OpportunityOf(const KvReader& views,
                                                 std::string_view tenant,
                                                 std::string_view opportunity) {
  return GetRow<v1::OpportunityView>(
      views, Key(kOpportunityViewTag, {tenant, LastPart(opportunity)}));
}

std::optional<v1::RunView> RunOf(const KvReader& views, std::string_view tenant,
                                 std::string_view opportunity) {
  const std::optional<std::string> run =
      views.Get(Key(kRunOfOpportunityTag, {tenant, LastPart(opportunity)}));
  if (!run) return std::nullopt;
  return GetRow<v1::RunView>(views, Key(kRunViewTag, {tenant, LastPart(*run)}));
}

std::vector<v1::RfcView> RfcsOf(const KvReader& views, std::string_view tenant,
                                std::string_view opportunity) {
  return RowsBelow<v1::RfcView>(
      views, KeyPrefix(kRfcViewTag, {tenant, LastPart(opportunity)}));
}

std::vector<v1::ActView> ActsOf(const KvReader& views, std::string_view tenant,
                                std::string_view opportunity, size_t limit) {
  const std::string prefix =
      KeyPrefix(kActViewTag, {tenant, LastPart(opportunity)});
  std::vector<v1::ActView> acts;
  views.ScanReverse(
      prefix, PrefixEnd(prefix), [&](std::string_view, std::string_view value) {
        if (acts.size() >= limit) return false;
        v1::ActView& act = acts.emplace_back();
        act.ParseFromArray(value.data(), static_cast<int>(value.size()));
        return true;
      });
  std::reverse(acts.begin(), acts.end());
  return acts;
}

std::vector<v1::ConsultationView> ConsultationsOf(
    const KvReader& views, std::string_view tenant,
    std::string_view opportunity) {
  return RowsBelow<v1::ConsultationView>(
      views, KeyPrefix(kConsultationViewTag, {tenant, LastPart(opportunity)}));
}

std::vector<std::string> OpportunitiesIn(const KvReader& views,
                                         std::string_view tenant,
                                         std::string_view state, size_t limit) {
  const std::string prefix = KeyPrefix(kOpportunityStateTag, {tenant, state});
  std::vector<std::string> names;
  if (limit == 0) return names;
  views.ScanPrefix(prefix, [&](std::string_view key, std::string_view) {
    names.push_back(
        ResourceName(tenant, "opportunities", key.substr(prefix.size())));
    return names.size() < limit;
  });
  return names;
}

std::vector<std::string> OpportunitiesOn(const KvReader& views,
                                         std::string_view tenant,
                                         std::string_view indicator) {
  const std::string prefix =
      KeyPrefix(kByIndicatorTag, {tenant, LastPart(indicator)});
  std::vector<std::string> names;
  views.ScanPrefix(prefix, [&](std::string_view key, std::string_view) {
    names.push_back(
        ResourceName(tenant, "opportunities", key.substr(prefix.size())));
    return true;
  });
  return names;
}

int64_t CountIn(const KvReader& views, std::string_view tenant,
                std::string_view state) {
  return GetRow<v1::Counter>(views, Key(kStateCountTag, {tenant, state}))
      .value_or(v1::Counter())
      .count();
}

bool StrictSeparation(const KvReader& views, std::string_view tenant) {
  return GetRow<v1::PolicyView>(views, Key(kPolicyViewTag, {tenant}))
      .value_or(v1::PolicyView())
      .strict_separation();
}

std::string RfcLabel(const v1::RfcView& rfc) {
  return rfc.external_id().empty() ? std::string(LastPart(rfc.rfc()))
                                   : rfc.external_id();
}

std::string ShortType(std::string_view type) {
  const size_t dot = type.rfind('.');
  return std::string(dot == std::string_view::npos ? type
                                                   : type.substr(dot + 1));
}

std::unique_ptr<google::protobuf::Message> MessageOf(
    const common::v1::CloudEvent& event) {
  const auto* type =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
          event.type());
  if (type == nullptr) return nullptr;
  const auto* prototype =
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type);
  if (prototype == nullptr) return nullptr;
  std::unique_ptr<google::protobuf::Message> message(prototype->New());
  if (!message->ParseFromString(event.data())) return nullptr;
  return message;
}

const google::protobuf::Message* FieldOf(
    const google::protobuf::Message& message, std::string_view field,
    const google::protobuf::Descriptor* type) {
  const auto* found =
      message.GetDescriptor()->FindFieldByName(std::string(field));
  if (found == nullptr || found->is_repeated() ||
      found->message_type() != type ||
      !message.GetReflection()->HasField(message, found)) {
    return nullptr;
  }
  return &message.GetReflection()->GetMessage(message, found);
}

std::string WithoutPrefix(std::string_view value, std::string_view prefix) {
  if (value.substr(0, prefix.size()) == prefix) {
    value.remove_prefix(prefix.size());
  }
  return std::string(value == "UNSPECIFIED" ? "" : value);
}

void PutAct(const common::v1::CloudEvent& event, std::string_view opportunity,
            v1::ActView act, KvWriter& views) {
  *act.mutable_time() = event.time();
  act.set_act(ShortType(event.type()));
  act.set_event_id(event.id());
  // Ordered by time, inside a batch by sequence; the id keeps a repeated event
  // on its row.
  PutRow(views,
         KeyPrefix(kActViewTag, {event.tenant(), LastPart(opportunity)}) +
             TimePart(MicrosOf(event.time())) + BigEndian(event.sequence()) +
             event.id(),
         std::move(act));
}

}  // namespace csi::reporting
