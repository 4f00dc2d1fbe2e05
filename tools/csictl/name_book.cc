#include "tools/csictl/name_book.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "csi/raci/v1/raci_service.pb.h"
#include "tools/csictl/methods.h"

namespace csi::tools {
namespace {

constexpr int kNamesPerPage = 1000;

// All names of a kind, in lower case.
template <class Request, class Response, class Each>
absl::Status ReadNames(Client& client, const char* method,
                       const std::string& tenant, Each each) {
  Request request;
  request.set_parent("tenants/" + tenant);
  request.set_page_size(kNamesPerPage);
  do {
    Response response;
    const absl::Status read = CallMethod(
        client, StrCat("csi.raci.v1.RaciService.", method), request, response);
    if (!read.ok()) return read;
    each(response);
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

// A name that two have is kept without an id: it means neither.
void AddName(const std::string& shown, const std::string& name, TextMap& book) {
  const std::string id(LastPart(name));
  if (!shown.empty() && shown != id) {
    auto [known, first] = book.emplace(absl::AsciiStrToLower(shown), id);
    if (!first && known->second != id) known->second.clear();
  }
}

void AddId(const std::string& name, TextMap& book) {
  const std::string id(LastPart(name));
  book[id] = id;
}

}  // namespace

absl::StatusOr<NameBook> ReadNameBook(Client& client,
                                      const std::string& tenant) {
  NameBook book;
  std::vector<std::string> ids;  // they mean nobody else, whatever the names
  absl::Status read =
      ReadNames<raci::v1::ListPeopleRequest, raci::v1::ListPeopleResponse>(
          client, "ListPeople", tenant, [&](const auto& response) {
            for (const auto& person : response.people()) {
              AddName(person.email(), person.name(), book.people);
              AddName(person.display_name(), person.name(), book.people);
              ids.push_back(person.name());
            }
          });
  for (const std::string& name : ids) AddId(name, book.people);
  if (!read.ok()) return read;
  read =
      ReadNames<raci::v1::ListServicesRequest, raci::v1::ListServicesResponse>(
          client, "ListServices", tenant, [&](const auto& response) {
            for (const auto& each : response.services()) {
              AddName(each.display_name(), each.name(), book.services);
              AddId(each.name(), book.services);
            }
          });
  if (!read.ok()) return read;
  read = ReadNames<raci::v1::ListProcessesRequest,
                   raci::v1::ListProcessesResponse>(
      client, "ListProcesses", tenant, [&](const auto& response) {
        for (const auto& each : response.processes()) {
          AddName(each.display_name(), each.name(), book.processes);
          AddId(each.name(), book.processes);
        }
      });
  if (!read.ok()) return read;
  return book;
}

}  // namespace csi::tools
