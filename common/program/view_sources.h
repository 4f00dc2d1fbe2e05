// Where each host's views come from: another host of the program, a peer, or an
// events topic.
#ifndef CSI_COMMON_PROGRAM_VIEW_SOURCES_H_
#define CSI_COMMON_PROGRAM_VIEW_SOURCES_H_

#include <memory>
#include <string>
#include <vector>

#include "common/program/kafka_mode.h"
#include "common/program/options.h"
#include "common/rpc/remote_source.h"
#include "common/runtime/service_hosts.h"

namespace csi::program {

// REQUIRES: before the hosts start. Gives the peers' streams, which outlive the
// hosts; `kafka` may be null.
std::vector<std::unique_ptr<rpc::RemoteSource>> ConnectViews(
    const Options& options, const HostsByService& hosts, KafkaMode* kafka);

}  // namespace csi::program

#endif  // CSI_COMMON_PROGRAM_VIEW_SOURCES_H_
