// Create and Update for resources that are stored as they are.
//
// A kind says what is its own: where it lives, who may write it, its rules and
// its event. ORDER of checks: form of the fields, exists, etag, actor and
// authority, rules of the kind.
#ifndef CSI_SERVICES_RACI_DOMAIN_RESOURCE_H_
#define CSI_SERVICES_RACI_DOMAIN_RESOURCE_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/authority/rows.h"
#include "common/base/strings.h"
#include "common/domain/domain.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "google/protobuf/field_mask.pb.h"
#include "services/raci/domain/act.h"

namespace csi::raci {

template <class Resource>
struct Kind {
  std::string_view collection;   // people
  std::string_view tag;          // dir.person
  std::string_view field;        // person
  std::string_view list_method;  // ListPeople
  std::string_view authority;    // directory.people
  std::string_view what;         // "register people"
  // Rules of form and of the domain; `old` is null for a new one.
  absl::Status (*check)(const Context& context, const Resource& resource,
                        const Resource* old);
  void (*emit)(const Resource& resource, const Context& context, bool created,
               Outcome& outcome);
};

// The id that was asked for, checked, or a new one.
absl::StatusOr<std::string> ChooseId(std::string_view field,
                                     std::string_view wanted, IdSource& ids);

// Clears what only the server sets.
void ClearOutputOnly(google::protobuf::Message& message);

// Writes the masked fields of `change` into `target`; an empty mask means
// every field that is set. FIELD_INVALID for unknown and output-only paths.
absl::Status MergeMasked(const google::protobuf::Message& change,
                         const google::protobuf::FieldMask& mask,
                         google::protobuf::Message& target);

// Fields of requests, found by name since they differ in type only.
std::string StringField(const google::protobuf::Message& request,
                        std::string_view field);
const google::protobuf::Message& MessageField(
    const google::protobuf::Message& request, std::string_view field);

template <class Resource>
Resource WithEtag(Resource resource) {
  resource.set_etag(EtagOf(resource.revision()));
  return resource;
}

// Name, uid, revision and times of a new resource.
template <class Resource>
void StampNew(const Context& context, std::string_view collection,
              std::string_view id, Resource& resource) {
  resource.set_name(ResourceName(context.tenant, collection, id));
  resource.clear_etag();
  resource.set_uid(context.ids->Next());
  resource.set_revision(1);
  *resource.mutable_create_time() = authority::TimestampOf(context.now);
  *resource.mutable_update_time() = resource.create_time();
}

template <class Resource>
void StampChanged(const Context& context, Resource& resource) {
  resource.clear_etag();
  resource.set_revision(resource.revision() + 1);
  *resource.mutable_update_time() = authority::TimestampOf(context.now);
}

// The stored resource of a name, NOT_FOUND, or FIELD_INVALID for a wrong form.
template <class Resource>
absl::StatusOr<Resource> Load(const KvReader& rows, std::string_view tenant,
                              std::string_view field, std::string_view name,
                              std::string_view collection, std::string_view tag,
                              std::string_view list_method) {
  ASSIGN_OR_RETURN(const std::string id, IdOf(field, name, tenant, collection));
  auto row = GetRow<Resource>(rows, authority::ResourceKey(tag, tenant, id));
  if (!row) return NotFound(name, list_method);
  return *std::move(row);
}

template <class Resource>
absl::Status AlreadyExists(const Kind<Resource>& kind, std::string_view id) {
  return Refusal(common::v1::ERROR_REASON_ALREADY_EXISTS,
                 StrCat(kind.field, "_id: \"", id,
                        "\" is taken. Choose another id, or change the one "
                        "that exists."),
                 {{"id", std::string(id)}});
}

template <class Resource, class Request>
absl::Status DecideCreate(const Kind<Resource>& kind, const Request& request,
                          const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(
      const std::string id,
      ChooseId(StrCat(kind.field, "_id"),
               StringField(request, StrCat(kind.field, "_id")), *context.ids));
  Resource resource =
      static_cast<const Resource&>(MessageField(request, kind.field));
  ClearOutputOnly(resource);
  if (context.state->Has(
          authority::ResourceKey(kind.tag, context.tenant, id))) {
    return AlreadyExists(kind, id);
  }
  RETURN_IF_ERROR(
      RequireAuthority(context, kind.authority, kind.what).status());
  StampNew(context, kind.collection, id, resource);
  RETURN_IF_ERROR(kind.check(context, resource, nullptr));
  kind.emit(resource, context, /*created=*/true, outcome);
  outcome.ReplyWith(WithEtag(resource));
  return absl::OkStatus();
}

// `own`: the actor may change this resource without the authority.
template <class Resource, class Request>
absl::Status DecideUpdate(const Kind<Resource>& kind, const Request& request,
                          const Context& context, bool own, Outcome& outcome) {
  const auto& change =
      static_cast<const Resource&>(MessageField(request, kind.field));
  ASSIGN_OR_RETURN(Resource old,
                   Load<Resource>(*context.state, context.tenant,
                                  StrCat(kind.field, ".name"), change.name(),
                                  kind.collection, kind.tag, kind.list_method));
  RETURN_IF_ERROR(CheckEtag(change.etag(), old.revision(), old.name()));
  if (own) {
    RETURN_IF_ERROR(ActorOf(context).status());
  } else {
    RETURN_IF_ERROR(
        RequireAuthority(context, kind.authority, kind.what).status());
  }
  Resource resource = old;
  RETURN_IF_ERROR(MergeMasked(change, request.update_mask(), resource));
  StampChanged(context, resource);
  RETURN_IF_ERROR(kind.check(context, resource, &old));
  kind.emit(resource, context, /*created=*/false, outcome);
  outcome.ReplyWith(WithEtag(resource));
  return absl::OkStatus();
}

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_DOMAIN_RESOURCE_H_
