// The reference of the benchmarks: a gRPC server that does nothing but what any
// durable server must. A unary call hands its bytes to one writer thread, which
// appends all that waits as one synced RocksDB write and then answers. With
// --echo it answers at once.
//
//   csi_bare_server --listen 127.0.0.1:7490 --data-dir DIR --bytes 600 [--echo]
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/impl/service_type.h>

#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "common/rocks/rocks_store.h"

namespace {

constexpr size_t kCacheBytes = 32 << 20;

// Group commit: all that waits goes out in one synced write.
class Writer {
 public:
  Writer(csi::RocksStore& store, size_t bytes) : store_(store), bytes_(bytes) {
    thread_ = std::thread([this] { Run(); });
  }
  ~Writer() {
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
  }
  void Submit(grpc::ServerUnaryReactor* reactor) {
    {
      std::lock_guard lock(mutex_);
      waiting_.push_back(reactor);
    }
    changed_.notify_one();
  }

 private:
  void Run() {
    while (true) {
      std::vector<grpc::ServerUnaryReactor*> batch;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
        if (stopping_ && waiting_.empty()) return;
        batch.swap(waiting_);
      }
      uint64_t offset = 0;
      const std::string record(bytes_ * batch.size(), 'x');
      const bool ok =
          store_.Append(record, {}, &offset) == csi::AppendOutcome::kCommitted;
      for (auto* reactor : batch) {
        reactor->Finish(ok ? grpc::Status::OK
                           : grpc::Status(grpc::StatusCode::INTERNAL, ""));
      }
    }
  }

  csi::RocksStore& store_;
  const size_t bytes_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<grpc::ServerUnaryReactor*> waiting_;
  bool stopping_ = false;
  std::thread thread_;
};

class BareService : public grpc::Service {
 public:
  explicit BareService(Writer* writer) {
    using Buffer = grpc::ByteBuffer;
    AddMethod(new grpc::internal::RpcServiceMethod(
        "/csi.bench.BareService/Append", grpc::internal::RpcMethod::NORMAL_RPC,
        nullptr));
    MarkMethodRawCallback(
        0, new grpc::internal::CallbackUnaryHandler<Buffer, Buffer>(
               [writer](grpc::CallbackServerContext* context,
                        const Buffer* request, Buffer* response) {
                 auto* reactor = context->DefaultReactor();
                 *response = *request;
                 if (writer == nullptr) {
                   reactor->Finish(grpc::Status::OK);
                 } else {
                   writer->Submit(reactor);
                 }
                 return reactor;
               }));
  }
};

std::string Flag(const std::map<std::string, std::string>& flags,
                 const std::string& name, const std::string& otherwise) {
  auto found = flags.find(name);
  return found == flags.end() ? otherwise : found->second;
}

}  // namespace

int main(int argc, char** argv) {
  std::map<std::string, std::string> flags;
  for (int i = 1; i + 1 < argc; i += 2) flags[argv[i]] = argv[i + 1];
  const std::string listen = Flag(flags, "--listen", "127.0.0.1:7490");
  const std::string folder = Flag(flags, "--data-dir", "bare-data");
  const bool echo = Flag(flags, "--echo", "no") == "yes";

  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  std::filesystem::create_directories(folder);
  csi::RocksShared shared(kCacheBytes, kCacheBytes);
  auto store = csi::RocksStore::Open({folder}, shared);
  if (!store.ok()) {
    std::fprintf(stderr, "%s\n", std::string(store.status().message()).c_str());
    return 1;
  }
  Writer writer(**store, std::stoul(Flag(flags, "--bytes", "600")));
  BareService service(echo ? nullptr : &writer);
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(listen, grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || port == 0) {
    std::fprintf(stderr, "%s cannot be used\n", listen.c_str());
    return 1;
  }
  int signal = 0;
  sigwait(&signals, &signal);
  server->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(1));
  return 0;
}
