// Sessions, votes, objections, comments and the policy.
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/filter.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/scoring.h"
#include "services/registry/domain/session.h"
#include "services/registry/server/page_scan.h"
#include "services/registry/server/queries.h"

namespace csi::registry {
namespace {

absl::Status CheckParent(const QueryContext& context,
                         const std::string& parent) {
  if (parent == StrCat("tenants/", context.tenant)) return absl::OkStatus();
  return FieldError("parent", StrCat("\"", parent, "\" is not tenants/",
                                     context.tenant, "."));
}

const FilterSchema& ObjectionSchema() {
  static const auto* const kSchema = new FilterSchema{
      v1::Objection::descriptor(),
      {"subject", "state", "raised_by", "answered_by", "create_time"},
      {"text", "answer"}};
  return *kSchema;
}

}  // namespace

absl::Status GetPrioritization(const QueryContext& context,
                               const v1::GetPrioritizationRequest& request,
                               v1::Prioritization* reply) {
  ASSIGN_OR_RETURN(
      const std::string id,
      IdOf("name", request.name(), context.tenant, "prioritizations"));
  auto session = ReadSession(context.state, context.tenant, id);
  if (!session) return NoSuch("prioritization", request.name());
  *reply = *std::move(session);
  return absl::OkStatus();
}

absl::Status ListPrioritizations(const QueryContext& context,
                                 const v1::ListPrioritizationsRequest& request,
                                 v1::ListPrioritizationsResponse* reply) {
  RETURN_IF_ERROR(CheckParent(context, request.parent()));
  ASSIGN_OR_RETURN(const Page page, PageOf(request));
  const std::string prefix = SessionTimePrefix(context.tenant);
  reply->set_next_page_token(
      ScanPage(context.state, page, prefix, /*backwards=*/true,
               [&](std::string_view key, std::string_view) {
                 auto session = ReadSessionHead(context.state, context.tenant,
                                                IdBehindTime(key, prefix));
                 if (!session) return false;
                 *reply->add_prioritizations() = *std::move(session);
                 return true;
               }));
  return absl::OkStatus();
}

absl::Status ListVotes(const QueryContext& context,
                       const v1::ListVotesRequest& request,
                       v1::ListVotesResponse* reply) {
  ASSIGN_OR_RETURN(
      const std::string id,
      IdOf("parent", request.parent(), context.tenant, "prioritizations"));
  if (!context.state.Has(SessionKey(context.tenant, id))) {
    return NoSuch("prioritization", request.parent());
  }
  ASSIGN_OR_RETURN(const Page page, PageOf(request));
  reply->set_next_page_token(
      ScanPage(context.state, page, VotePrefix(context.tenant, id), false,
               [&](std::string_view, std::string_view value) {
                 return reply->add_votes()->ParseFromArray(
                     value.data(), static_cast<int>(value.size()));
               }));
  return absl::OkStatus();
}

absl::Status GetObjection(const QueryContext& context,
                          const v1::GetObjectionRequest& request,
                          v1::Objection* reply) {
  ASSIGN_OR_RETURN(const std::string id,
                   IdOf("name", request.name(), context.tenant, "objections"));
  auto objection =
      GetRow<v1::Objection>(context.state, ObjectionKey(context.tenant, id));
  if (!objection) return NoSuch("objection", request.name());
  *reply = *std::move(objection);
  reply->set_etag(EtagOf(reply->revision()));
  return absl::OkStatus();
}

absl::Status ListObjections(const QueryContext& context,
                            const v1::ListObjectionsRequest& request,
                            v1::ListObjectionsResponse* reply) {
  RETURN_IF_ERROR(CheckParent(context, request.parent()));
  ASSIGN_OR_RETURN(const Page page, PageOf(request));
  ASSIGN_OR_RETURN(const Filter filter,
                   Filter::Parse(request.filter(), ObjectionSchema()));
  const std::string* subject = filter.EqualTo("subject");
  const std::string prefix =
      subject != nullptr && subject->rfind("tenants/", 0) == 0
          ? ObjectionSubjectPrefix(context.tenant, *subject)
          : ObjectionTimePrefix(context.tenant);
  reply->set_next_page_token(
      ScanPage(context.state, page, prefix, false,
               [&](std::string_view key, std::string_view) {
                 auto objection = GetRow<v1::Objection>(
                     context.state,
                     ObjectionKey(context.tenant, IdBehindTime(key, prefix)));
                 if (!objection || !filter.Matches(*objection)) return false;
                 objection->set_etag(EtagOf(objection->revision()));
                 *reply->add_objections() = *std::move(objection);
                 return true;
               }));
  return absl::OkStatus();
}

absl::Status ListComments(const QueryContext& context,
                          const v1::ListCommentsRequest& request,
                          v1::ListCommentsResponse* reply) {
  RETURN_IF_ERROR(CheckParent(context, request.parent()));
  if (request.subject().empty()) {
    return FieldError("subject", "it is required: name the resource.");
  }
  ASSIGN_OR_RETURN(const Page page, PageOf(request));
  const std::string prefix =
      CommentSubjectPrefix(context.tenant, request.subject());
  reply->set_next_page_token(ScanPage(
      context.state, page, prefix, false,
      [&](std::string_view key, std::string_view) {
        auto comment = GetRow<v1::Comment>(
            context.state,
            CommentKey(context.tenant, IdBehindTime(key, prefix)));
        if (!comment ||
            (request.customer_visible_only() &&
             comment->visibility() != v1::COMMENT_VISIBILITY_CUSTOMER)) {
          return false;
        }
        comment->set_etag(EtagOf(comment->revision()));
        *reply->add_comments() = *std::move(comment);
        return true;
      }));
  return absl::OkStatus();
}

absl::Status GetPolicy(const QueryContext& context,
                       const v1::GetPolicyRequest& request, v1::Policy* reply) {
  if (request.name() != ResourceName(context.tenant, "policies", "register")) {
    return NoSuch("policy", request.name());
  }
  if (request.version() == 0) {
    *reply = CurrentPolicy(context.state, context.tenant);
    return absl::OkStatus();
  }
  auto policy = GetRow<v1::Policy>(
      context.state, PolicyKey(context.tenant, request.version()));
  if (!policy) {
    return NoSuch("version of the policy",
                  StrCat(request.name(), " ", request.version()));
  }
  *reply = *std::move(policy);
  reply->set_etag(EtagOf(reply->revision()));
  return absl::OkStatus();
}

}  // namespace csi::registry
