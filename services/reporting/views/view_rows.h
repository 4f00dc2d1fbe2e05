// Reads what the views hold, and the steps that both folds share. Readers work
// on any snapshot.
#ifndef CSI_SERVICES_REPORTING_VIEWS_VIEW_ROWS_H_
#define CSI_SERVICES_REPORTING_VIEWS_VIEW_ROWS_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/kv/kv.h"
#include "csi/common/v1/cloud_event.pb.h"
#include "csi/reporting/v1/reporting_journal.pb.h"

namespace csi::reporting {

// All by resource name; nullopt when the view does not know it.
std::optional<v1::OpportunityView> OpportunityOf(const KvReader& views,
                                                 std::string_view tenant,
                                                 std::string_view opportunity);
// The newest run of an opportunity.
std::optional<v1::RunView> RunOf(const KvReader& views, std::string_view tenant,
                                 std::string_view opportunity);
std::vector<v1::RfcView> RfcsOf(const KvReader& views, std::string_view tenant,
                                std::string_view opportunity);
// The last `limit` acts, oldest first.
std::vector<v1::ActView> ActsOf(const KvReader& views, std::string_view tenant,
                                std::string_view opportunity, size_t limit);
std::vector<v1::ConsultationView> ConsultationsOf(const KvReader& views,
                                                  std::string_view tenant,
                                                  std::string_view opportunity);
// Names of up to `limit` entries in a state, by id.
std::vector<std::string> OpportunitiesIn(const KvReader& views,
                                         std::string_view tenant,
                                         std::string_view state, size_t limit);
// Entries that count on an indicator.
std::vector<std::string> OpportunitiesOn(const KvReader& views,
                                         std::string_view tenant,
                                         std::string_view indicator);
int64_t CountIn(const KvReader& views, std::string_view tenant,
                std::string_view state);

// The register's policy allows no self-approval, not even marked.
bool StrictSeparation(const KvReader& views, std::string_view tenant);

// The change tool's id of an RFC, else our own.
std::string RfcLabel(const v1::RfcView& rfc);

// "StepApproved" of "csi.workflow.v1.StepApproved".
std::string ShortType(std::string_view type);

// The event's message, by its type name; nullptr when unknown or broken.
std::unique_ptr<google::protobuf::Message> MessageOf(
    const common::v1::CloudEvent& event);

// The sub-message of this name and type, nullptr when absent.
const google::protobuf::Message* FieldOf(
    const google::protobuf::Message& message, std::string_view field,
    const google::protobuf::Descriptor* type);

// "IN_PROGRESS" of OPPORTUNITY_STATE_IN_PROGRESS.
std::string WithoutPrefix(std::string_view value, std::string_view prefix);

void PutAct(const common::v1::CloudEvent& event, std::string_view opportunity,
            v1::ActView act, KvWriter& views);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_VIEWS_VIEW_ROWS_H_
