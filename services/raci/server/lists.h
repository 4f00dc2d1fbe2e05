// What the lists of the directory share: a page of rows, by key, that a filter
// keeps. Functions of their arguments, thread-safe.
#ifndef CSI_SERVICES_RACI_SERVER_LISTS_H_
#define CSI_SERVICES_RACI_SERVER_LISTS_H_

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "common/authority/rows.h"
#include "common/domain/paging.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/raci/domain/resource.h"
#include "services/raci/server/filter.h"

namespace csi::raci {

using Filter = std::map<std::string, std::string>;

// A page never reads more rows than this; a filter that keeps few gives a
// short page with a token instead of a long wait.
inline constexpr int kRowsReadMax = 5000;

// Rows below `prefix` behind the token, until the page is full. `add` returns
// false for a row that the filter leaves out.
template <class Request, class Reply>
absl::Status Scan(
    const QueryContext& context, const Request& request,
    const std::string& prefix, Reply* reply,
    absl::FunctionRef<bool(std::string_view key, std::string_view value)> add) {
  ASSIGN_OR_RETURN(const Page page, PageOf(request));
  std::string from = prefix;
  if (!page.after_key.empty()) {
    from = page.after_key;
    from.push_back('\0');
  }
  int read = 0;
  int added = 0;
  std::string last;
  context.state.Scan(from, PrefixEnd(prefix),
                     [&](std::string_view key, std::string_view value) {
                       if (added == page.size || read == kRowsReadMax) {
                         reply->set_next_page_token(page.TokenAfter(last));
                         return false;
                       }
                       ++read;
                       last = std::string(key);
                       if (add(key, value)) ++added;
                       return true;
                     });
  return absl::OkStatus();
}

template <class Request>
absl::Status CheckOrder(const Request& request) {
  if (request.order_by().empty()) return absl::OkStatus();
  return FieldError("order_by",
                    "only the default order is served; leave it "
                    "empty.");
}

// The resource that the request names, NOT_FOUND, or FIELD_INVALID.
template <class Request, class Resource>
absl::Status GetOne(const QueryContext& context, const Request& request,
                    std::string_view collection, std::string_view tag,
                    std::string_view list_method, Resource* reply) {
  ASSIGN_OR_RETURN(
      Resource resource,
      Load<Resource>(context.state, context.tenant, "name", request.name(),
                     collection, tag, list_method));
  *reply = WithEtag(std::move(resource));
  return absl::OkStatus();
}

template <class Resource>
Resource Parsed(std::string_view value) {
  Resource resource;
  resource.ParseFromArray(value.data(), static_cast<int>(value.size()));
  return WithEtag(std::move(resource));
}

template <class Resource, class Request, class Reply>
absl::Status List(
    const QueryContext& context, const Request& request, std::string_view tag,
    google::protobuf::RepeatedPtrField<Resource>* out, Reply* reply,
    const std::vector<std::string>& fields = {},
    const std::function<bool(const Resource&, const Filter&)>& keep = {}) {
  RETURN_IF_ERROR(CheckOrder(request));
  ASSIGN_OR_RETURN(const Filter filter, ParseFilter(request.filter(), fields));
  return Scan(context, request, authority::ResourcePrefix(tag, context.tenant),
              reply, [&](std::string_view, std::string_view value) {
                Resource resource = Parsed<Resource>(value);
                if (keep && !keep(resource, filter)) return false;
                *out->Add() = std::move(resource);
                return true;
              });
}

inline bool IsWanted(const Filter& filter, std::string_view field,
                     std::string_view value) {
  auto wanted = filter.find(std::string(field));
  return wanted == filter.end() || wanted->second == value;
}

inline bool IsWantedFlag(const Filter& filter, std::string_view field,
                         bool value) {
  return IsWanted(filter, field, value ? "true" : "false");
}

// Whether the filter asks for nothing else than one of `names`.
inline bool IsOneWanted(
    const Filter& filter, std::string_view field,
    const google::protobuf::RepeatedPtrField<std::string>& names) {
  auto wanted = filter.find(std::string(field));
  return wanted == filter.end() ||
         std::find(names.begin(), names.end(), wanted->second) != names.end();
}

// "DUTY_KIND_AUDIT" without "DUTY_KIND_" is what filters say: "AUDIT".
inline std::string WordOf(std::string enum_name, std::string_view prefix) {
  return enum_name.erase(0, prefix.size());
}

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_SERVER_LISTS_H_
