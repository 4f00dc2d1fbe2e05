#include "common/connect/http_server.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "common/base/strings.h"
#include "common/connect/connect_service.h"
#include "common/connect/limits.h"

namespace csi::connect {
namespace {

using ::testing::HasSubstr;

// Answers with the body that it read.
bool Echo(HttpConnection& connection, const HttpHead& head) {
  const absl::StatusOr<std::string> body = connection.ReadBody(head);
  const HttpAnswer answer = body.ok()
                                ? HttpAnswer{200, {}, *body}
                                : ConnectService::RefuseHead(body.status());
  const bool more = head.keep_alive && connection.request_read();
  return connection.Answer(answer, more).ok() && more;
}

class HttpServerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto started =
        HttpServer::Start("127.0.0.1:0", &Echo, &ConnectService::RefuseHead);
    ASSERT_TRUE(started.ok()) << started.status();
    server_ = *std::move(started);
  }

  int Connect() const {
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(server_->port()));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(
        ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)),
        0);
    return fd;
  }

  // All that the server says to `text` until it closes.
  std::string Say(const std::string& text) const {
    const int fd = Connect();
    send(fd, text.data(), text.size(), MSG_NOSIGNAL);
    shutdown(fd, SHUT_WR);
    std::string heard;
    std::array<char, 4096> bytes;
    ssize_t got = 0;
    while ((got = recv(fd, bytes.data(), bytes.size(), 0)) > 0) {
      heard.append(bytes.data(), static_cast<size_t>(got));
    }
    close(fd);
    return heard;
  }

  std::unique_ptr<HttpServer> server_;
};

constexpr char kPost[] = "POST /x HTTP/1.1\r\nHost: h\r\n";

TEST_F(HttpServerTest, AnswersSeveralRequestsOfOneConnection) {
  const std::string one = StrCat(kPost, "Content-Length: 3\r\n\r\nabc");
  const std::string two =
      StrCat(kPost,
             "Transfer-Encoding: chunked\r\n\r\n2;x=y\r\nde\r\n1\r\nf\r\n0\r\n"
             "Trailer: t\r\n\r\n");
  const std::string heard = Say(one + two);
  EXPECT_THAT(heard, HasSubstr("\r\n\r\nabcHTTP/1.1 200 OK"));
  EXPECT_THAT(heard, HasSubstr("\r\n\r\ndef"));
}

TEST_F(HttpServerTest, SaysGoOnToThoseWhoWait) {
  EXPECT_THAT(Say(StrCat(kPost,
                         "Expect: 100-continue\r\nContent-Length: "
                         "1\r\n\r\na")),
              HasSubstr("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200"));
}

TEST_F(HttpServerTest, RefusesHeadsAndBodiesAboveTheirLimits) {
  EXPECT_THAT(
      Say(StrCat(kPost, "a: ", std::string(limits::kHeadBytesMax + 1, 'x'))),
      HasSubstr("kHeadBytesMax"));
  EXPECT_THAT(Say(StrCat(kPost, "Content-Length: ", limits::kBodyBytesMax + 1,
                         "\r\n\r\n")),
              HasSubstr("kBodyBytesMax"));
  EXPECT_THAT(Say(StrCat(kPost, "Transfer-Encoding: chunked\r\n\r\n",
                         absl::Hex(limits::kBodyBytesMax + 1), "\r\n")),
              HasSubstr("kBodyBytesMax"));
}

TEST_F(HttpServerTest, RefusesMalformedChunks) {
  for (const char* chunks : {"x\r\n", "\r\n", "-1\r\n", "1\r\nab\r\n0\r\n\r\n",
                             "fffffffff\r\n", "1 \r\na\r\n"}) {
    EXPECT_THAT(
        Say(StrCat(kPost, "Transfer-Encoding: chunked\r\n\r\n", chunks)),
        HasSubstr("HTTP/1.1 400"))
        << chunks;
  }
}

TEST_F(HttpServerTest, RefusesMoreConnectionsThanItsLimit) {
  std::vector<int> open;
  for (size_t i = 0; i < limits::kConnectionsMax; ++i) {
    open.push_back(Connect());
  }
  EXPECT_THAT(Say(StrCat(kPost, "\r\n")), HasSubstr("kConnectionsMax"));
  for (const int fd : open) close(fd);
}

TEST_F(HttpServerTest, StopsWhileOthersAreSilent) {
  const int silent = Connect();
  const int half = Connect();
  send(half, kPost, sizeof(kPost) - 1, MSG_NOSIGNAL);
  server_->Stop(absl::Milliseconds(200));
  char byte = 0;
  EXPECT_LE(recv(silent, &byte, 1, 0), 0);
  close(silent);
  close(half);
}

TEST_F(HttpServerTest, SaysThatAnAddressIsTaken) {
  const auto second = HttpServer::Start(StrCat("127.0.0.1:", server_->port()),
                                        &Echo, &ConnectService::RefuseHead);
  EXPECT_THAT(std::string(second.status().message()),
              HasSubstr("--connect-listen"));
}

}  // namespace
}  // namespace csi::connect
