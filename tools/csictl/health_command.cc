// csictl health [--wait SECONDS]
#include <algorithm>
#include <cstdio>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "common/base/strings.h"
#include "tools/csictl/run_command.h"
#include "tools/csictl/special_commands.h"

namespace csi::tools {
namespace {

constexpr absl::Duration kPause = absl::Milliseconds(100);
constexpr absl::Duration kCheckMax = absl::Seconds(5);

}  // namespace

int RunHealth(Arguments& arguments) {
  double wait_seconds = 0;
  const std::optional<std::string> wait = arguments.TakeFlag("wait");
  if (arguments.help || !arguments.flags.empty() ||
      arguments.words.size() > 1 ||
      (wait &&
       (!absl::SimpleAtod(*wait, &wait_seconds) || !(wait_seconds >= 0)))) {
    return Usage(arguments,
                 "csictl health [--wait SECONDS]: asks whether the server "
                 "serves, again and again for so long, and what it cannot do "
                 "although it serves. Exit code 0 when it serves, 4 when "
                 "not.");
  }
  const absl::Time end = absl::Now() + absl::Seconds(wait_seconds);
  for (;;) {
    // A new channel each time: a failed one waits longer and longer by itself.
    Client client = MakeClient(arguments);
    const absl::Duration deadline =
        std::min({client.options().deadline, kCheckMax,
                  std::max(end - absl::Now(), absl::Seconds(1))});
    const absl::Status status = client.CheckHealth(deadline);
    if (status.ok()) {
      std::printf("serving at %s\n", arguments.address.c_str());
      for (const std::string& each : client.Limitations(deadline)) {
        std::printf("%s\n", each.c_str());
      }
      return kExitOk;
    }
    if (absl::Now() + kPause >= end) return Report(status);
    absl::SleepFor(kPause);
  }
}

}  // namespace csi::tools
