#include "common/rocks/rocks_log.h"

#include <cstdarg>
#include <cstdio>

#include "common/telemetry/log.h"

namespace csi {
namespace {

constexpr size_t kLineBytesMax = 1024;

class RocksLog : public rocksdb::Logger {
 public:
  explicit RocksLog(std::string path)
      : Logger(rocksdb::InfoLogLevel::ERROR_LEVEL), path_(std::move(path)) {}

  using Logger::Logv;
  void Logv(const rocksdb::InfoLogLevel level, const char* format,
            va_list arguments) override {
    if (level < GetInfoLogLevel() ||
        level == rocksdb::InfoLogLevel::HEADER_LEVEL) {
      return;
    }
    Logv(format, arguments);
  }
  void Logv(const char* format, va_list arguments) override {
    char line[kLineBytesMax];
    std::vsnprintf(line, sizeof(line), format, arguments);
    Log(Severity::kWarning, "rocksdb", {{"path", path_}, {"what", line}});
  }

 private:
  const std::string path_;
};

class NoLog : public rocksdb::Logger {
 public:
  using Logger::Logv;
  void Logv(const char* format, va_list arguments) override {}
};

}  // namespace

std::shared_ptr<rocksdb::Logger> MakeRocksLog(std::string path, bool quiet) {
  if (quiet) return std::make_shared<NoLog>();
  return std::make_shared<RocksLog>(std::move(path));
}

}  // namespace csi
