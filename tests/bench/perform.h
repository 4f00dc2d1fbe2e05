// What an executor asks for, done on the calling thread: the loop of a bench.
#ifndef CSI_TESTS_BENCH_PERFORM_H_
#define CSI_TESTS_BENCH_PERFORM_H_

#include "absl/status/status.h"
#include "common/executor/executor.h"
#include "common/rocks/rocks_store.h"

namespace csi {

// Reads, appends or commits; an error is the end of the bench.
absl::Status Perform(Action action, RocksStore& store, Executor& executor);

}  // namespace csi

#endif  // CSI_TESTS_BENCH_PERFORM_H_
