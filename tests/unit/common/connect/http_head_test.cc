#include "common/connect/http_head.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/strings.h"
#include "common/connect/limits.h"

namespace csi::connect {
namespace {

using ::testing::HasSubstr;

constexpr char kLine[] = "POST /a.B/C HTTP/1.1\r\nHost: x\r\n";

std::string Refused(const std::string& text) {
  const auto head = ParseHead(text);
  return head.ok() ? "" : std::string(head.status().message());
}

TEST(ParseHead, ReadsLineAndFields) {
  const auto head = ParseHead(
      "POST /a.B/C?q=1 HTTP/1.1\r\nHost: h:1\r\nContent-LENGTH:  7 \r\n"
      "Connection: Close\r\nExpect: 100-continue");
  ASSERT_TRUE(head.ok()) << head.status();
  EXPECT_EQ(head->method, "POST");
  EXPECT_EQ(head->path, "/a.B/C");
  EXPECT_EQ(head->Header("host"), "h:1");
  EXPECT_EQ(head->content_length, 7);
  EXPECT_FALSE(head->keep_alive);
  EXPECT_TRUE(head->expects_continue);
  EXPECT_TRUE(head->has_body());
  EXPECT_EQ(head->Header("absent"), "");
}

TEST(ParseHead, RefusesWhatIsNoRequestLine) {
  for (const char* line :
       {"", "GET", "GET /", "GET  HTTP/1.1", "GET / HTTP/1.0", "GET / HTTP/2",
        "GET a HTTP/1.1", "G\x01T / HTTP/1.1", "GET /a b HTTP/1.1",
        "GET /\xc3\xa4 HTTP/1.1", "PRI * HTTP/2.0",
        "\x16\x03\x01 / HTTP/1.1"}) {
    EXPECT_THAT(Refused(StrCat(line, "\r\nHost: x")), HasSubstr("HTTP"))
        << line;
  }
}

TEST(ParseHead, RefusesLengthsThatTwoReadersCouldReadInTwoWays) {
  EXPECT_THAT(Refused(StrCat(kLine, "Content-Length: 1\r\nContent-Length: 1")),
              HasSubstr("twice"));
  EXPECT_THAT(
      Refused(StrCat(kLine, "Content-Length: 1\r\nTransfer-Encoding: chunked")),
      HasSubstr("at once"));
  for (const char* length :
       {"", "-1", "+1", "0x1", "1 1", "1,1", "1e3", "99999999999999999999"}) {
    EXPECT_THAT(Refused(StrCat(kLine, "Content-Length: ", length)),
                HasSubstr("no number"))
        << length;
  }
  for (const char* encoding :
       {"gzip", "gzip, chunked", "identity", "xchunked"}) {
    EXPECT_THAT(Refused(StrCat(kLine, "Transfer-Encoding: ", encoding)),
                HasSubstr("chunked, once"))
        << encoding;
  }
}

TEST(ParseHead, RefusesMalformedFields) {
  EXPECT_THAT(Refused(StrCat(kLine, "Name : x")), HasSubstr("NAME: VALUE"));
  EXPECT_THAT(Refused(StrCat(kLine, " folded: x")), HasSubstr("NAME: VALUE"));
  EXPECT_THAT(Refused(StrCat(kLine, "no colon")), HasSubstr("NAME: VALUE"));
  EXPECT_THAT(Refused(StrCat(kLine, "a: x\ny: z")), HasSubstr("printable"));
  EXPECT_THAT(Refused(StrCat(kLine, "csi-actor: t\xc3\xa4")),
              HasSubstr("csi-actor is not printable"));
  EXPECT_THAT(Refused("GET / HTTP/1.1\r\na: b"), HasSubstr("one Host"));
  EXPECT_THAT(Refused(StrCat(kLine, "Host: y")), HasSubstr("one Host"));
}

// Another reader would see two fields there.
TEST(ParseHead, ABareLineFeedIsNoBlank) {
  for (const char* value : {"\nContent-Length: 5", "\r", " x\n", "\v"}) {
    EXPECT_FALSE(
        ParseHead(StrCat("GET / HTTP/1.1\r\nHost: a\r\nX:", value)).ok())
        << value;
  }
}

TEST(ParseHead, RefusesMoreFieldsThanItsLimit) {
  std::string text = "GET / HTTP/1.1\r\nHost: x";
  for (size_t i = 1; i < limits::kHeaderFieldsMax; ++i) text += "\r\na: b";
  EXPECT_EQ(Refused(text), "");
  EXPECT_THAT(Refused(text + "\r\na: b"), HasSubstr("kHeaderFieldsMax"));
}

}  // namespace
}  // namespace csi::connect
