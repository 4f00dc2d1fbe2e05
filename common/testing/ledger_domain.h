// A tiny domain for tests of the engine: named counters.
//
// Commands are ListValue messages ["verb", argument...]: add NAME, set-timer
// NAME SECONDS, refuse, big BYTES, long NAME BYTES (of reply), stamp NAME (the
// time), view NAME (needs the view), break. Every counter remembers how often
// it was added to; events are StringValue messages. A foreign event adds to
// "reactions"; with a number as its subject, to a counter whose name takes so
// many bytes.
#ifndef CSI_COMMON_TESTING_LEDGER_DOMAIN_H_
#define CSI_COMMON_TESTING_LEDGER_DOMAIN_H_

#include <memory>
#include <string>
#include <vector>

#include "common/domain/domain.h"

namespace csi::testing {

// `sources` are the services whose events it counts, per event subject.
std::unique_ptr<Domain> MakeLedgerDomain(std::string service = "raci",
                                         std::vector<std::string> sources = {});

// A command for it, ready to submit.
Command LedgerCommand(std::vector<std::string> words, std::string request_id,
                      std::string tenant = "acme");

// Value of a counter in a domain's state.
int64_t LedgerValue(const KvReader& state, std::string_view name);

}  // namespace csi::testing

#endif  // CSI_COMMON_TESTING_LEDGER_DOMAIN_H_
