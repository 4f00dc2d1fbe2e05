#include "services/delivery/workflow_client.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <string>
#include <thread>

#include "absl/time/clock.h"
#include "gtest/gtest.h"

namespace csi::delivery {
namespace {

// Takes connections and says nothing.
class SilentPeer {
 public:
  SilentPeer() : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* any = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(bind(socket_, any, size), 0);
    EXPECT_EQ(listen(socket_, 8), 0);
    EXPECT_EQ(getsockname(socket_, any, &size), 0);
    port_ = ntohs(address.sin_port);
  }
  ~SilentPeer() { close(socket_); }
  SilentPeer(const SilentPeer&) = delete;
  SilentPeer& operator=(const SilentPeer&) = delete;
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

 private:
  const int socket_;
  int port_ = 0;
};

// Stops the client after half a second and tells how long the call then took.
template <class Call>
absl::Duration TimeToStop(Call call) {
  const SilentPeer peer;
  std::atomic<bool> stop{false};
  WorkflowClient client(peer.address(), "delivery",
                        [&] { return stop.load(); });
  absl::Time stopped;
  std::thread stopper([&] {
    absl::SleepFor(absl::Milliseconds(500));
    stopped = absl::Now();
    stop = true;
  });
  const absl::Status status = call(client);
  const absl::Time end = absl::Now();
  stopper.join();
  EXPECT_FALSE(status.ok());
  return end - stopped;
}

TEST(WorkflowClient, AWatchOfASilentPeerEndsWhenTheProgramStops) {
  EXPECT_LT(TimeToStop([](WorkflowClient& client) {
              return client.Watch({}, [](const auto&) {
                ADD_FAILURE() << "a silent peer said something";
                return absl::OkStatus();
              });
            }),
            absl::Seconds(3));
}

TEST(WorkflowClient, ACallToASilentPeerEndsWhenTheProgramStops) {
  EXPECT_LT(TimeToStop([](WorkflowClient& client) {
              return client.Channels("t").status();
            }),
            absl::Seconds(3));
}

TEST(WorkflowClient, AWatchOfASilentPeerHasADeadline) {
  const SilentPeer peer;
  WorkflowClient client(
      peer.address(), "delivery", [] { return false; }, absl::Seconds(1));
  const absl::Status status =
      client.Watch({}, [](const auto&) { return absl::OkStatus(); });
  EXPECT_TRUE(absl::IsDeadlineExceeded(status) || absl::IsUnavailable(status))
      << status;
}

}  // namespace
}  // namespace csi::delivery
