// PutDefinition and PublishDefinition: a tenant writes its own process.
#include <utility>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/workflow/domain/commands/commands.h"
#include "services/workflow/domain/definitions.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/limits.h"
#include "services/workflow/domain/process_authority.h"
#include "services/workflow/domain/resources.h"

namespace csi::workflow {
namespace {

using common::v1::AuthorityGrant;

std::optional<v1::DraftRow> DraftOf(const Context& context,
                                    const std::string& id) {
  return GetRow<v1::DraftRow>(*context.state, DraftKey(context.tenant, id));
}

Findings FindingsOf(const Context& context, const Definition& definition) {
  return FindWithDirectory(definition,
                           authority::Directory(*context.views, context.tenant),
                           context.tenant, context.now);
}

}  // namespace

absl::Status DecidePutDefinition(const v1::PutDefinitionRequest& request,
                                 const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(std::string id,
                   IdOf("name", request.name(), context.tenant, "definitions"));
  const auto before = DraftOf(context, id);
  RETURN_IF_ERROR(CheckEtag(request.etag(), before ? before->revision() : 0,
                            request.name()));
  ASSIGN_OR_RETURN(AuthorityGrant grant,
                   AuthorizeProcess(context,
                                    {common::v1::LETTER_ACCOUNTABLE,
                                     common::v1::LETTER_RESPONSIBLE},
                                    StrCat("write the definition ", id)));
  if (request.definition().ByteSizeLong() > limits::kDefinitionBytesMax) {
    return Refusal(common::v1::ERROR_REASON_TOO_LARGE,
                   StrCat("The definition is larger than ",
                          limits::kDefinitionBytesMax, " bytes."),
                   {{"bound", StrCat(limits::kDefinitionBytesMax)}});
  }
  const uint32_t next = NextRevision(*context.state, context.tenant, id);
  v1::JournalEvent& event = outcome.Emit<v1::JournalEvent>();
  v1::DefinitionDraftedFact& fact = *event.mutable_definition_drafted();
  fact.set_id(id);
  Definition& definition = *fact.mutable_definition();
  definition = request.definition();
  definition.set_name(id);
  definition.set_uid(id);
  definition.clear_etag();
  definition.clear_create_time();
  definition.clear_update_time();
  definition.set_revision(next);
  fact.set_base_revision(next - 1);
  *fact.mutable_grant() = std::move(grant);
  fact.set_comment(request.comment());
  const Findings findings = FindingsOf(context, definition);
  outcome.ReplyWith(
      [tenant = context.tenant, id, findings](
          const KvReader& state) -> std::unique_ptr<google::protobuf::Message> {
        const auto row = GetRow<v1::DraftRow>(state, DraftKey(tenant, id));
        auto draft = std::make_unique<v1::DefinitionDraft>(
            ToDraft(tenant, id, row ? *row : v1::DraftRow()));
        draft->mutable_findings()->Add(findings.begin(), findings.end());
        return draft;
      });
  return absl::OkStatus();
}

absl::Status DecidePublishDefinition(
    const v1::PublishDefinitionRequest& request, const Context& context,
    Outcome& outcome) {
  ASSIGN_OR_RETURN(std::string id,
                   IdOf("name", request.name(), context.tenant, "definitions"));
  const auto draft = DraftOf(context, id);
  if (!draft) {
    return Refusal(common::v1::ERROR_REASON_NOT_FOUND,
                   StrCat("There is no draft of ", request.name(),
                          "; csictl definition put FILE writes one."),
                   {{"name", request.name()}});
  }
  RETURN_IF_ERROR(CheckEtag(request.etag(), draft->revision(), request.name()));
  ASSIGN_OR_RETURN(AuthorityGrant grant,
                   AuthorizeProcess(context, {common::v1::LETTER_ACCOUNTABLE},
                                    StrCat("publish the definition ", id)));
  const Findings findings = FindingsOf(context, draft->definition());
  if (HasError(findings)) {
    return Refusal(common::v1::ERROR_REASON_RULE_VIOLATED,
                   StrCat("The draft of ", request.name(),
                          " is not fit for runs: ", ErrorsOf(findings)),
                   {{"rule", "DEFINITION_CHECK"}});
  }
  v1::JournalEvent& event = outcome.Emit<v1::JournalEvent>();
  v1::DefinitionPublishedFact& fact = *event.mutable_definition_published();
  fact.set_id(id);
  *fact.mutable_definition() = draft->definition();
  const uint32_t revision = NextRevision(*context.state, context.tenant, id);
  fact.mutable_definition()->set_revision(revision);
  SetTime(absl::ToUnixMicros(context.now),
          fact.mutable_definition()->mutable_create_time());
  *fact.mutable_definition()->mutable_update_time() =
      fact.definition().create_time();
  *fact.mutable_grant() = std::move(grant);
  fact.set_reason(request.reason());
  outcome.ReplyWith(ToDefinition(context.tenant, fact.definition()));
  return absl::OkStatus();
}

}  // namespace csi::workflow
