// RocksDB's own messages as lines of the service's log. Its file logger stops
// the process when the disk is full: it writes on after a failed write, which
// an assertion in the library forbids.
#ifndef CSI_COMMON_ROCKS_ROCKS_LOG_H_
#define CSI_COMMON_ROCKS_ROCKS_LOG_H_

#include <memory>
#include <string>

#include "rocksdb/env.h"

namespace csi {

// `path` stands in every line. Silent when `quiet`. Thread-safe.
std::shared_ptr<rocksdb::Logger> MakeRocksLog(std::string path, bool quiet);

}  // namespace csi

#endif  // CSI_COMMON_ROCKS_ROCKS_LOG_H_
