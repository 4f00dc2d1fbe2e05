#include "tests/unit/common/inbound/example.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "common/inbound/json_text.h"

namespace csi::inbound {

std::string FileText(const std::string& path) {
  std::ifstream stream(path);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

InputRecord Example(const std::string& name) {
  InputRecord record;
  const auto json =
      ParseJson(FileText("deploy/mappings/examples/" + name + ".json"));
  if (!json) return record;
  for (const auto& [header, value] : (*json)["headers"].items()) {
    record.headers.emplace_back(header, value.get<std::string>());
  }
  record.value = (*json)["value"].dump();
  return record;
}

InputRecord Event(std::string_view source, std::string_view type,
                  std::string_view id, std::string value) {
  InputRecord record;
  record.headers = {
      {"content-type", "application/json"}, {"ce_specversion", "1.0"},
      {"ce_id", std::string(id)},           {"ce_source", std::string(source)},
      {"ce_type", std::string(type)},       {"ce_partitionkey", "acme"}};
  record.value = std::move(value);
  return record;
}

InputRecord With(InputRecord record, std::string_view header,
                 std::string_view value) {
  auto& headers = record.headers;
  headers.erase(
      std::remove_if(headers.begin(), headers.end(),
                     [&](const auto& each) { return each.first == header; }),
      headers.end());
  if (!value.empty()) headers.emplace_back(header, value);
  return record;
}

}  // namespace csi::inbound
