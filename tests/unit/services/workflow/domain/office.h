// A small organisation with one service, seen from the workflow service: the
// directory, the register and reporting are given as their public events.
//
// email is owned by sven; cora is CSI manager and owns the seven-step process,
// so she holds A of every step in the central variant; rita is the reporting
// analyst, chad the change manager, sam a senior IT manager; omar holds
// nothing. SENIOR IT MANAGER (step 6) and CHANGE MANAGER (step 7) block; the
// consulted customer of step 1 blocks and is vacant.
#ifndef CSI_TESTS_UNIT_SERVICES_WORKFLOW_DOMAIN_OFFICE_H_
#define CSI_TESTS_UNIT_SERVICES_WORKFLOW_DOMAIN_OFFICE_H_

#include <string>
#include <string_view>
#include <vector>

#include "common/testing/domain_runner.h"
#include "csi/common/v1/error_reasons.pb.h"
#include "csi/registry/v1/registry_events.pb.h"
#include "csi/reporting/v1/reporting_events.pb.h"
#include "csi/workflow/v1/workflow_definition_events.pb.h"
#include "csi/workflow/v1/workflow_events.pb.h"
#include "csi/workflow/v1/workflow_service.pb.h"
#include "services/workflow/definitions/definition.h"

namespace csi::workflow {

using common::v1::ErrorReason;

std::string Name(std::string_view collection, std::string_view id);

class Office {
 public:
  // `beside`: another service's real domain, in place of its told events.
  explicit Office(std::unique_ptr<Domain> beside = nullptr);

  // --- the other services ---
  void Person(std::string_view id);
  void Role(std::string_view id);
  void Service(std::string_view id);
  void Assign(std::string_view assignment, std::string_view role,
              std::string_view person);
  void EndAssignment(std::string_view assignment, std::string_view role,
                     std::string_view person);
  void Leave(std::string_view person);
  // Cells "activity role LETTERS", '!' blocks.
  void DeployMatrix(std::string_view id, std::string_view variant,
                    const std::vector<std::string>& cells);
  // An opportunity for service email, accountable sven, coordinator carl.
  registry::v1::OpportunityDigest Digest(std::string_view id) const;
  void Tell(const registry::v1::OpportunityDigest& digest);
  void Accept(std::string_view id);
  void Baseline(std::string_view opportunity, std::string_view id,
                reporting::v1::BaselineKind kind,
                reporting::v1::BaselineState state,
                absl::Time window_end = absl::UnixEpoch());
  void Frozen(std::string_view opportunity);
  void Verdict(std::string_view opportunity, reporting::v1::VerdictValue value,
               bool interim = false);

  // --- calls; `as` is a person id ---
  template <class Reply>
  absl::StatusOr<Reply> Call(std::string_view as, std::string_view method,
                             const google::protobuf::Message& request) {
    runner.ActAs(std::string(as));
    return runner.Call<Reply>("workflow", method, request);
  }
  absl::StatusOr<v1::Run> Start(std::string_view as, std::string_view run,
                                std::string_view opportunity,
                                std::string_view definition = "",
                                std::string_view variant = "");
  absl::StatusOr<v1::RunReceipt> Record(std::string_view as,
                                        std::string_view run, uint32_t step,
                                        std::vector<v1::ArtefactField> fields);
  // With values for all required fields.
  absl::StatusOr<v1::RunReceipt> Submit(std::string_view as,
                                        std::string_view run, uint32_t step);
  absl::StatusOr<v1::RunReceipt> Approve(std::string_view as,
                                         std::string_view run, uint32_t step);
  absl::StatusOr<v1::RunReceipt> SendBack(std::string_view as,
                                          std::string_view run, uint32_t step,
                                          uint32_t to);
  absl::StatusOr<v1::RunReceipt> Skip(std::string_view as, std::string_view run,
                                      uint32_t step);
  absl::StatusOr<v1::RunReceipt> Override(std::string_view as,
                                          std::string_view run, uint32_t step,
                                          v1::OverrideStepRequest::Move move,
                                          uint32_t to = 0);
  absl::StatusOr<v1::RunReceipt> Hold(std::string_view as,
                                      std::string_view run);
  absl::StatusOr<v1::RunReceipt> Resume(std::string_view as,
                                        std::string_view run);
  absl::StatusOr<v1::RunReceipt> Cancel(std::string_view as,
                                        std::string_view run);
  absl::StatusOr<v1::Consultation> Answer(std::string_view as,
                                          std::string_view consultation,
                                          std::string_view for_person = "");
  absl::StatusOr<v1::Consultation> Waive(std::string_view as,
                                         std::string_view consultation);
  absl::StatusOr<v1::Rfc> Raise(std::string_view as, std::string_view run,
                                std::string_view external_id);
  absl::StatusOr<v1::Rfc> Link(std::string_view as, std::string_view run,
                               std::string_view external_id,
                               std::string_view rfc = "");
  absl::StatusOr<v1::IngestChangeEventResponse> Ingest(
      const v1::ChangeEvent& event);
  // An event of system "snow" with the revision as its id.
  v1::ChangeEvent News(std::string_view external_id, uint64_t revision,
                       v1::Rfc::Status status) const;

  // Cora writes the draft and publishes it; what the last of the two calls
  // said.
  absl::StatusOr<v1::Definition> PublishDefinition(
      std::string_view id, const Definition& definition);

  // Works and approves the steps from the current one up to and including
  // `step`, answering what blocks. A baseline must be there for step 7.
  void Through(std::string_view run, uint32_t step);

  v1::Run Get(std::string_view run) const;
  v1::Step GetStep(std::string_view run, uint32_t step) const;
  v1::Rfc GetRfc(std::string_view run, std::string_view rfc) const;
  v1::Consultation GetConsultation(std::string_view id) const;
  // The newest public event of a type; fails the test if there is none.
  template <class Event>
  Event Last() const {
    Event event;
    const auto& all = runner.events("workflow");
    for (auto it = all.rbegin(); it != all.rend(); ++it) {
      if (it->type() == event.GetDescriptor()->full_name()) {
        event.ParseFromString(it->data());
        return event;
      }
    }
    Missing(event.GetDescriptor()->full_name());
    return event;
  }
  int Count(std::string_view type) const {
    return runner.CountEvents("workflow", type);
  }
  int EventCount() const {
    return static_cast<int>(runner.events("workflow").size());
  }

  testing::DomainRunner runner;

 private:
  static void Missing(const std::string& type);
};

// Valid values for the required fields of a step.
std::vector<v1::ArtefactField> RequiredFields(const v1::StepDefinition& step);

ErrorReason Reason(const absl::Status& status);
template <class Value>
ErrorReason Reason(const absl::StatusOr<Value>& result) {
  return Reason(result.status());
}

}  // namespace csi::workflow

#endif  // CSI_TESTS_UNIT_SERVICES_WORKFLOW_DOMAIN_OFFICE_H_
