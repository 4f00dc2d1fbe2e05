#include "tools/csictl/arguments.h"

#include <cstdio>
#include <cstdlib>

#include "absl/strings/numbers.h"
#include "common/base/strings.h"
#include "common/status/status.h"
#include "tools/csictl/addresses.h"

namespace csi::tools {
namespace {

std::string FromEnvironment(const char* name, const std::string& otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : otherwise;
}

// Flags whose value is the name of a file that is written.
bool NamesFile(std::string_view flag) {
  return flag == "out" || flag == "summary";
}

// Takes a global flag; false when it is not one.
absl::StatusOr<bool> TakeGlobal(const std::string& name,
                                const std::string& value,
                                Arguments& arguments) {
  if (name == "address") {
    arguments.address = value;
  } else if (name == "tenant") {
    arguments.tenant = value;
  } else if (name == "as") {
    arguments.actor = value;
  } else if (name == "output" || name == "o") {
    ASSIGN_OR_RETURN(arguments.format, ParseFormat(value));
  } else if (name == "timeout") {
    if (!absl::SimpleAtod(value, &arguments.deadline_seconds) ||
        !(arguments.deadline_seconds > 0)) {
      return absl::InvalidArgumentError(
          StrCat("--timeout ", value, ": it must be a number of seconds."));
    }
  } else {
    return false;
  }
  return true;
}

}  // namespace

std::optional<std::string> Arguments::TakeFlag(const std::string& name) {
  for (auto it = flags.begin(); it != flags.end(); ++it) {
    if (it->first != name) continue;
    std::string value = std::move(it->second);
    flags.erase(it);
    return value;
  }
  return std::nullopt;
}

absl::StatusOr<Arguments> ParseArguments(int argc, const char* const* argv) {
  Arguments arguments;
  arguments.address = FromEnvironment("CSI_ADDRESS", arguments.address);
  arguments.tenant = FromEnvironment("CSI_TENANT", arguments.tenant);
  arguments.actor = FromEnvironment("CSI_ACTOR", "");
  for (int i = 1; i < argc; ++i) {
    std::string word = argv[i];
    if (word == "--help" || word == "-h" || word == "help") {
      arguments.help = true;
      continue;
    }
    if (word == "--quiet") {
      arguments.quiet = true;
      continue;
    }
    if (word == "-o") word = "--output";
    if (!word.starts_with("--")) {
      arguments.words.push_back(std::move(word));
      continue;
    }
    std::string name = word.substr(2);
    std::string value;
    const size_t equals = name.find('=');
    if (equals != std::string::npos) {
      value = name.substr(equals + 1);
      name = name.substr(0, equals);
    } else if (i + 1 < argc &&
               std::string_view(argv[i + 1]).substr(0, 2) != "--") {
      value = argv[++i];
    } else if (NamesFile(name)) {
      return absl::InvalidArgumentError(
          StrCat("--", name, " names a file to write: --", name, " FILE."));
    } else {
      value = "true";
    }
    ASSIGN_OR_RETURN(bool global, TakeGlobal(name, value, arguments));
    if (!global) arguments.flags.emplace_back(std::move(name), value);
  }
  RETURN_IF_ERROR(Addresses::Parse(arguments.address).status());
  return arguments;
}

int ExitCodeOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return kExitOk;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kOutOfRange:
    case absl::StatusCode::kUnauthenticated:
      return kExitRefused;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
      return kExitUnavailable;
    case absl::StatusCode::kResourceExhausted:
      // Without a reason it is a bound of a file or a message, which no repeat
      // will widen; a full queue or disk has one.
      return ReasonOf(status) == common::v1::ERROR_REASON_UNSPECIFIED
                 ? kExitRefused
                 : kExitUnavailable;
    default:
      return kExitFailed;
  }
}

int Report(const absl::Status& status) {
  if (status.ok()) return kExitOk;
  const auto reason = ReasonOf(status);
  std::fprintf(stderr, "error: %s\n", std::string(status.message()).c_str());
  if (reason != common::v1::ERROR_REASON_UNSPECIFIED) {
    std::fprintf(stderr, "reason: %s\n", ReasonName(reason).c_str());
  }
  return ExitCodeOf(status);
}

int UsageError(const std::string& text) {
  std::fprintf(stderr, "%s\n", text.c_str());
  return kExitUsage;
}

int Usage(const Arguments& arguments, const std::string& text) {
  if (!arguments.help) return UsageError(text);
  std::printf("%s\n", text.c_str());
  return kExitOk;
}

}  // namespace csi::tools
