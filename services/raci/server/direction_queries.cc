// Strategies, notices and their receipts.
#include <algorithm>
#include <cmath>
#include <map>

#include "common/authority/directory.h"
#include "common/domain/names.h"
#include "services/raci/domain/audience.h"
#include "services/raci/domain/dates.h"
#include "services/raci/domain/keys.h"
#include "services/raci/domain/limits.h"
#include "services/raci/server/lists.h"
#include "services/raci/server/queries.h"

namespace csi::raci {
namespace {

bool IsCurrent(const v1::Notice& notice) {
  return notice.replaced_by().empty() && notice.withdraw_reason().empty();
}

using Receipts = std::map<std::string, v1::NoticeReceipt>;

Receipts ReceiptsOf(const QueryContext& context, const std::string& notice,
                    bool& truncated) {
  Receipts receipts;
  const std::string prefix = ReceiptPrefix(context.tenant, notice);
  context.state.Scan(
      prefix, PrefixEnd(prefix), [&](std::string_view, std::string_view value) {
        if (receipts.size() == limits::kAudienceReadMax) {
          truncated = true;
          return false;
        }
        v1::NoticeReceipt receipt;
        receipt.ParseFromArray(value.data(), static_cast<int>(value.size()));
        receipts[receipt.person()] = std::move(receipt);
        return true;
      });
  return receipts;
}

absl::StatusOr<v1::Notice> LoadNotice(const QueryContext& context,
                                      const std::string& name) {
  return Load<v1::Notice>(context.state, context.tenant, "name", name,
                          "notices", kNoticeTag, "ListNotices");
}

double Percent(int part, int whole) {
  return whole == 0 ? 100 : std::round(1000.0 * part / whole) / 10;
}

}  // namespace

absl::Status GetStrategy(const QueryContext& context,
                         const v1::GetStrategyRequest& request,
                         v1::Strategy* reply) {
  return GetOne(context, request, "strategies", kStrategyTag, "ListStrategies",
                reply);
}

absl::Status ListStrategies(const QueryContext& context,
                            const v1::ListStrategiesRequest& request,
                            v1::ListStrategiesResponse* reply) {
  return List<v1::Strategy>(
      context, request, kStrategyTag, reply->mutable_strategies(), reply,
      {"kind", "owner", "parent_strategy", "retired"},
      [](const v1::Strategy& strategy, const Filter& filter) {
        return IsWanted(filter, "kind",
                        WordOf(v1::StrategyKind_Name(strategy.kind()),
                               "STRATEGY_KIND_")) &&
               IsWanted(filter, "owner", strategy.owner()) &&
               IsWanted(filter, "parent_strategy",
                        strategy.parent_strategy()) &&
               IsWantedFlag(filter, "retired", strategy.retired());
      });
}

absl::Status GetNotice(const QueryContext& context,
                       const v1::GetNoticeRequest& request, v1::Notice* reply) {
  ASSIGN_OR_RETURN(v1::Notice notice, LoadNotice(context, request.name()));
  bool truncated = false;
  const Receipts receipts = ReceiptsOf(context, notice.name(), truncated);
  notice.set_receipts(static_cast<int>(receipts.size()));
  *reply = WithEtag(std::move(notice));
  return absl::OkStatus();
}

absl::Status ListNotices(const QueryContext& context,
                         const v1::ListNoticesRequest& request,
                         v1::ListNoticesResponse* reply) {
  const std::string actor =
      ResourceName(context.tenant, "people", context.actor);
  return List<v1::Notice>(
      context, request, kNoticeTag, reply->mutable_notices(), reply,
      {"kind", "current", "unread"},
      [&](const v1::Notice& notice, const Filter& filter) {
        if (!IsWanted(
                filter, "kind",
                WordOf(v1::NoticeKind_Name(notice.kind()), "NOTICE_KIND_")) ||
            !IsWantedFlag(filter, "current", IsCurrent(notice))) {
          return false;
        }
        if (!filter.contains("unread")) return true;
        const bool unread = IsCurrent(notice) &&
                            !context.state.Has(ReceiptKey(
                                context.tenant, notice.name(), actor)) &&
                            IsInAudience(context.state, context.tenant,
                                         notice.audience(), actor, context.now);
        return IsWantedFlag(filter, "unread", unread);
      });
}

absl::Status ListNoticeReceipts(const QueryContext& context,
                                const v1::ListNoticeReceiptsRequest& request,
                                v1::ListNoticeReceiptsResponse* reply) {
  ASSIGN_OR_RETURN(const v1::Notice notice,
                   LoadNotice(context, request.name()));
  bool truncated = false;
  Receipts receipts = ReceiptsOf(context, notice.name(), truncated);
  const People people =
      PeopleOf(context.state, context.tenant, notice.audience(), context.now);
  reply->set_audience(static_cast<int>(people.names.size()));
  const bool over = notice.has_acknowledge_by() && IsCurrent(notice) &&
                    DayOf(notice.acknowledge_by()) <
                        absl::ToCivilDay(context.now, absl::UTCTimeZone());
  for (const std::string& person : people.names) {
    v1::NoticeReceipt& receipt = receipts[person];
    receipt.set_person(person);
    if (receipt.has_acknowledge_time()) {
      reply->set_acknowledged(reply->acknowledged() + 1);
    } else {
      receipt.set_overdue(over);
    }
  }
  reply->set_percent(Percent(reply->acknowledged(), reply->audience()));
  const authority::Directory directory(context.state, context.tenant);
  for (auto& [person, receipt] : receipts) {
    if (request.missing_only() && receipt.has_acknowledge_time()) continue;
    if (reply->receipts_size() == limits::kReceiptsShownMax) {
      truncated = true;
      break;
    }
    receipt.set_display_name(directory.DisplayName(person));
    *reply->add_receipts() = std::move(receipt);
  }
  reply->set_truncated(truncated || people.truncated);
  return absl::OkStatus();
}

}  // namespace csi::raci
