// A run as one decision sees it: head, definition, authority, and the origin
// that its events carry. Made per decision, reads only. The precedence of
// checks in every command is: exists, etag, actor named, authority, state,
// rules of the domain.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_WORK_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_WORK_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/authority/directory.h"
#include "common/domain/domain.h"
#include "csi/workflow/v1/workflow_journal.pb.h"
#include "google/protobuf/repeated_field.h"
#include "services/workflow/definitions/definition.h"
#include "services/workflow/domain/definitions.h"
#include "services/workflow/domain/rfc_rules.h"

namespace csi::workflow {

using Letters = std::vector<common::v1::Letter>;
using Waiters = google::protobuf::RepeatedPtrField<v1::Waiter>;

Letters LettersOf(const google::protobuf::RepeatedField<int>& letters);

// NO_ACTOR unless somebody is named.
absl::Status RequireActor(const Context& context);
// The actor's resource name.
std::string ActorName(const Context& context);

// Persons without repetition, at most kWaitersMax.
Waiters WaitersOf(const std::vector<authority::Holder>& holders);

// What one event says beyond its own content.
struct Move {
  uint32_t step = 0;  // 0: the run as a whole
  v1::Run::State state = v1::Run::STATE_UNSPECIFIED;
  std::string entry_state;
  std::string reason;
  // Null: by the system.
  const common::v1::AuthorityGrant* grant = nullptr;
};

// The grant rests on a vacancy (ACTING) or on the first hours of a tenant
// (BOOTSTRAP): such a person may act where nobody is accountable.
bool IsException(const common::v1::AuthorityGrant& grant);

class Work {
 public:
  // NOT_FOUND if there is no such run. `name` is a resource name.
  static absl::StatusOr<Work> Load(const Context& context,
                                   std::string_view name);
  static absl::StatusOr<Work> LoadId(const Context& context, std::string id);
  // A run that is about to start.
  static absl::StatusOr<Work> Begin(const Context& context, std::string id,
                                    v1::RunRow row);

  const std::string& id() const { return id_; }
  std::string name() const;
  const v1::RunRow& run() const { return run_; }
  const Definition& definition() const { return *definition_; }
  const v1::StepDefinition& current() const;
  // The row of a step; empty if it was never started.
  v1::StepRow StepRowOf(uint32_t step) const;
  google::protobuf::RepeatedPtrField<v1::ArtefactField> FieldsOf(
      uint32_t step) const;
  Rfcs LoadRfcs() const;
  const Context& context() const { return *context_; }
  // When the effect is to be reviewed: the entry's date, else as many days
  // from now as the definition says.
  int64_t EffectReviewUs() const;
  bool EntryHasReviewDate() const;
  const authority::Directory& directory() const { return directory_; }

  bool IsActive() const;
  int64_t now_us() const;

  // WRONG_STATE unless the run is active and not held.
  absl::Status RequireMoving(std::string_view verb) const;
  // FIELD_INVALID unless the definition has the step; WRONG_STATE unless it is
  // the current one.
  absl::Status RequireStep(uint32_t step) const;
  absl::Status RequireCurrent(uint32_t step) const;

  authority::Question QuestionFor(std::string_view activity) const;
  // The actor's grant with ids, or NO_ACTOR, NOT_AUTHORIZED.
  absl::StatusOr<common::v1::AuthorityGrant> Authorize(
      std::string_view activity, const Letters& letters,
      std::string_view what) const;
  // VACANT or TWO_ACCOUNTABLE unless exactly one person is accountable.
  absl::Status RequireAccountable(std::string_view activity) const;

  // A start of the step now, with those who work it.
  v1::StepStart StartOf(uint32_t step) const;
  // Those who hold a letter of a step now, and the deputies of the absent.
  Waiters Holders(uint32_t step, common::v1::Letter letter) const;
  // Those who hold a role (id) in the scope of the run.
  std::vector<authority::Holder> HoldersOf(const std::string& role) const;
  common::v1::Scope scope() const;

  v1::JournalEvent& Emit(Outcome& outcome, const Move& move) const;
  // The reply of every move.
  void ReplyWithReceipt(Outcome& outcome) const;

 private:
  Work(const Context& context, std::string id, v1::RunRow row,
       DefinitionPtr definition);

  const Context* context_;
  std::string id_;
  v1::RunRow run_;
  DefinitionPtr definition_;
  authority::Directory directory_;
};

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_WORK_H_
