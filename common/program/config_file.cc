#include "common/program/config_file.h"

#include <exception>

#include "common/base/strings.h"
#include "yaml-cpp/yaml.h"

namespace csi::program {

absl::StatusOr<std::vector<std::string>> ReadConfigFile(const std::string& path,
                                                        const CLI::App& app) {
  YAML::Node root;
  try {
    root = YAML::LoadFile(path);
  } catch (const std::exception& error) {
    return absl::InvalidArgumentError(StrCat(
        "The configuration file ", path, " cannot be read: ", error.what()));
  }
  std::vector<std::string> words;
  if (root.IsNull()) return words;
  if (!root.IsMap()) {
    return absl::InvalidArgumentError(
        StrCat("The configuration file ", path,
               " must be a list of \"name: value\" lines."));
  }
  for (const auto& entry : root) {
    const std::string name = entry.first.as<std::string>();
    const CLI::Option* option = app.get_option_no_throw("--" + name);
    if (option == nullptr || name == "config") {
      std::string known;
      for (const CLI::Option* each : app.get_options()) {
        const std::string flag = each->get_name();
        if (flag.size() > 2) StrAppend(&known, " ", flag.substr(2));
      }
      return absl::InvalidArgumentError(
          StrCat(path, ":", entry.first.Mark().line + 1, ": \"", name,
                 "\" is no option. Options are:", known, "."));
    }
    if (option->count() > 0) continue;  // a flag wins over the file
    if (entry.second.IsMap()) {
      for (const auto& pair : entry.second) {
        words.push_back(StrCat("--", name, "=", pair.first.as<std::string>(),
                               "=", pair.second.as<std::string>()));
      }
    } else if (entry.second.IsScalar()) {
      const std::string value = entry.second.as<std::string>();
      if (option->get_expected_max() == 0) {
        if (value == "true") words.push_back("--" + name);
      } else {
        words.push_back(StrCat("--", name, "=", value));
      }
    } else if (entry.second.IsSequence() && option->get_expected_max() > 1) {
      for (const YAML::Node& item : entry.second) {
        words.push_back(StrCat("--", name, "=", item.as<std::string>("")));
      }
    } else {
      return absl::InvalidArgumentError(
          StrCat(path, ":", entry.second.Mark().line + 1, ": the value of \"",
                 name, "\" must be a plain value."));
    }
  }
  return words;
}

}  // namespace csi::program
