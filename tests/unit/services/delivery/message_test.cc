#include "services/delivery/message.h"

#include <nlohmann/json.hpp>

#include "common/base/sha256.h"
#include "gtest/gtest.h"

namespace csi::delivery {
namespace {

// RFC 4231, test cases 1, 2 and 6.
TEST(Message, HmacIsThatOfTheStandard) {
  EXPECT_EQ(Hex(HmacSha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(Hex(HmacSha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(Hex(HmacSha256(std::string(131, '\xaa'),
                           "Test Using Larger Than Block-Size Key - Hash Key "
                           "First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Message, SignatureCoversTimeAndBody) {
  const std::string one = SignatureOf("key", 100, "{}");
  EXPECT_EQ(one.substr(0, 9), "t=100,v1=");
  EXPECT_NE(one.substr(9), SignatureOf("key", 101, "{}").substr(9));
  EXPECT_NE(one, SignatureOf("key", 100, "{ }"));
  EXPECT_NE(one, SignatureOf("other", 100, "{}"));
}

TEST(Message, IdIsStableAndItsPartsDoNotRunTogether) {
  EXPECT_EQ(DeliveryId("n", "p", "c"), DeliveryId("n", "p", "c"));
  EXPECT_NE(DeliveryId("n", "p", "c"), DeliveryId("np", "", "c"));
  EXPECT_EQ(DeliveryId("n", "p", "c").size(), 32u);
}

TEST(Message, BodyIsACloudEventThatSaysWhy) {
  common::v1::CloudEvent event;
  event.set_id("e1");
  event.set_source("//csi/dev/workflow/0");
  workflow::v1::PersonNotified told;
  told.set_rule("N1");
  told.set_what("\"Mail\" goes on.");
  told.set_about("tenants/t/runs/r");
  workflow::v1::NotifiedPerson person;
  person.set_why("Because you are informed (I).");
  const auto json = nlohmann::json::parse(BodyOf("d1", event, told, person));
  EXPECT_EQ(json["specversion"], "1.0");
  EXPECT_EQ(json["id"], "d1");
  EXPECT_EQ(json["causationid"], "e1");
  EXPECT_EQ(json["data"]["why"], "Because you are informed (I).");
}

TEST(Message, ATextCannotAddAHeaderToAMail) {
  nlohmann::json json;
  json["data"]["what"] = "Down\r\nBcc: all@example.com\r\n\r\nbody";
  json["data"]["why"] = "Because.";
  const std::string mail = MailOf("d1", "csi@example.com", "a@example.com",
                                  json.dump(), absl::UnixEpoch());
  const std::string head = mail.substr(0, mail.find("\r\n\r\n"));
  EXPECT_EQ(head.find("\r\nBcc:"), std::string::npos) << head;
  EXPECT_NE(head.find("Message-ID: <d1@example.com>"), std::string::npos);
  EXPECT_NE(mail.find("Why did I get this? Because."), std::string::npos);
}

TEST(Message, ASubjectBeyondAsciiIsEncoded) {
  nlohmann::json json;
  std::string what;
  for (int i = 0; i < 60; ++i) what += "ü";
  json["data"]["what"] = what;
  const std::string mail =
      MailOf("d1", "a@b", "c@d", json.dump(), absl::UnixEpoch());
  const std::string head = mail.substr(0, mail.find("\r\n\r\n"));
  EXPECT_NE(head.find("Subject: =?UTF-8?B?"), std::string::npos);
  for (char c : head) EXPECT_LT(static_cast<unsigned char>(c), 0x80);
}

TEST(Message, WhatIsNoBodyGivesAnEmptyMail) {
  EXPECT_NE(MailOf("d", "a@b", "c@d", "[1", absl::UnixEpoch()), "");
  EXPECT_NE(MailOf("d", "a@b", "c@d", R"({"data": 3})", absl::UnixEpoch()), "");
}

}  // namespace
}  // namespace csi::delivery
