#include "common/base/failpoint.h"

#include <unistd.h>

#include <array>
#include <csignal>
#include <utility>

#include "absl/strings/numbers.h"
#include "common/base/strings.h"

namespace csi::failpoint {
namespace {

constexpr std::array<std::pair<std::string_view, Point>, 8> kNames = {{
    {"before-append", Point::kBeforeAppend},
    {"after-append", Point::kAfterAppend},
    {"before-apply", Point::kBeforeApply},
    {"after-apply", Point::kAfterApply},
    {"before-acknowledge", Point::kBeforeAcknowledge},
    {"after-acknowledge", Point::kAfterAcknowledge},
    {"before-publish", Point::kBeforePublish},
    {"after-publish", Point::kAfterPublish},
}};

std::atomic<int> left{0};

}  // namespace

std::string Arm(std::string_view text) {
  const size_t colon = text.find(':');
  int times = 1;
  if (colon != std::string_view::npos &&
      (!absl::SimpleAtoi(View(text.substr(colon + 1)), &times) || times < 1)) {
    return StrCat("\"", text,
                  "\": behind the colon stands a number from 1 on.");
  }
  std::string known;
  for (const auto& [name, point] : kNames) {
    if (name == text.substr(0, colon)) {
      left = times;
      armed = point;
      return "";
    }
    StrAppend(&known, " ", name);
  }
  return StrCat("\"", text, "\" is no failpoint. They are:", known, ".");
}

void Hit() {
  if (--left == 0) ::kill(::getpid(), SIGKILL);
}

}  // namespace csi::failpoint
