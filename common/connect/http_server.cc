#include "common/connect/http_server.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/base/strings.h"
#include "common/connect/counters.h"
#include "common/connect/limits.h"
#include "common/status/status.h"

namespace csi::connect {
namespace {

constexpr int kBacklog = 64;
constexpr int kAcceptPollMs = 100;

// HOST and PORT of HOST:PORT; an IPv6 host stands in brackets.
std::pair<std::string, std::string> Split(const std::string& address) {
  const size_t colon = address.rfind(':');
  if (colon == std::string::npos) return {address, ""};
  std::string host = address.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  return {host, address.substr(colon + 1)};
}

// A listening socket, or -1.
int Listen(const std::string& host, const std::string& port) {
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) return -1;
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(found,
                                                             &freeaddrinfo);
  for (; found != nullptr; found = found->ai_next) {
    const int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) continue;
    const int yes = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    if (bind(fd, found->ai_addr, found->ai_addrlen) == 0 &&
        listen(fd, kBacklog) == 0) {
      return fd;
    }
    close(fd);
  }
  return -1;
}

int PortOf(int fd) {
  sockaddr_storage address = {};
  socklen_t size = sizeof(address);
  getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  const auto* v4 = reinterpret_cast<const sockaddr_in*>(&address);
  const auto* v6 = reinterpret_cast<const sockaddr_in6*>(&address);
  return ntohs(address.ss_family == AF_INET6 ? v6->sin6_port : v4->sin_port);
}

}  // namespace

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(
    const std::string& address, Handler handler, Refuser refuser) {
  const auto [host, port] = Split(address);
  const int fd = port.empty() ? -1 : Listen(host, port);
  if (fd < 0) {
    return absl::UnavailableError(
        StrCat("The address ", address,
               " cannot be used for Connect: another program listens there, "
               "or it is not an address of this machine. Give "
               "--connect-listen another one."));
  }
  return std::unique_ptr<HttpServer>(
      new HttpServer(fd, PortOf(fd), std::move(handler), std::move(refuser)));
}

HttpServer::HttpServer(int fd, int port, Handler handler, Refuser refuser)
    : fd_(fd),
      port_(port),
      handler_(std::move(handler)),
      refuser_(std::move(refuser)),
      accepting_([this] { Accept(); }) {}

HttpServer::~HttpServer() { Stop(absl::ZeroDuration()); }

void HttpServer::Accept() {
  while (!stopping_) {
    pollfd waited = {fd_, POLLIN, 0};
    if (poll(&waited, 1, kAcceptPollMs) <= 0) continue;
    const int fd = accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd >= 0) {
      Admit(fd);
    } else {
      // Out of descriptors: the others end some time.
      poll(nullptr, 0, kAcceptPollMs);
    }
  }
}

void HttpServer::Admit(int fd) {
  const int yes = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
  auto connection = std::make_unique<HttpConnection>(fd);
  std::unique_lock lock(mutex_);
  if (threads_ >= limits::kConnectionsMax) {
    lock.unlock();
    Counts().refused_connections++;
    (void)connection->Answer(
        refuser_(absl::UnavailableError(
            StrCat("There are ", limits::kConnectionsMax,
                   " connections already (kConnectionsMax). Try again in a "
                   "moment."))),
        false);
    return;
  }
  ++threads_;
  Counts().connections = threads_;
  idle_.insert(connection.get());
  lock.unlock();
  std::thread([this, owned = std::move(connection)]() mutable {
    Serve(*owned);
    const std::lock_guard guard(mutex_);
    idle_.erase(owned.get());
    busy_.erase(owned.get());
    owned.reset();
    --threads_;
    Counts().connections = threads_;
    ended_.notify_all();
  }).detach();
}

void HttpServer::Serve(HttpConnection& connection) {
  while (!stopping_) {
    const absl::StatusOr<HttpHead> head = connection.ReadHead();
    if (!head.ok()) {
      if (absl::IsCancelled(head.status())) return;
      (void)connection.Answer(refuser_(head.status()), false);
      return connection.Linger();
    }
    {
      const std::lock_guard guard(mutex_);
      idle_.erase(&connection);
      busy_.insert(&connection);
    }
    const bool more = handler_(connection, *head);
    if (!more) return connection.Linger();
    const std::lock_guard guard(mutex_);
    busy_.erase(&connection);
    idle_.insert(&connection);
  }
}

void HttpServer::BeginStop() {
  stopping_ = true;
  const std::lock_guard guard(mutex_);
  for (HttpConnection* connection : idle_) connection->Abort();
}

void HttpServer::Stop(absl::Duration most) {
  BeginStop();
  if (accepting_.joinable()) {
    accepting_.join();
    close(fd_);  // whoever waited to be accepted sees the end
  }
  std::unique_lock lock(mutex_);
  const auto none = [this] { return threads_ == 0; };
  if (ended_.wait_for(lock, absl::ToChronoMilliseconds(most), none)) return;
  for (HttpConnection* connection : idle_) connection->Abort();
  for (HttpConnection* connection : busy_) connection->Abort();
  ended_.wait(lock, none);
}

}  // namespace csi::connect
