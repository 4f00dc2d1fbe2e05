// Text in both forms, and what is wrong in it by line and column.
#include "services/workflow/definitions/definition_text.h"

#include "common/status/status.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "services/workflow/definitions/definition.h"
#include "services/workflow/definitions/limits.h"

namespace csi::workflow {
namespace {

using google::protobuf::util::MessageDifferencer;

TEST(DefinitionText, ReadsBackWhatItWrote) {
  for (const Definition* pack : PackDefinitions()) {
    const std::string text = DefinitionText(*pack);
    const auto back = ParseDefinition(text);
    ASSERT_TRUE(back.ok()) << back.status();
    EXPECT_TRUE(MessageDifferencer::Equals(*back, *pack));
    EXPECT_EQ(DefinitionText(*back), text);
    std::string json;
    ASSERT_TRUE(google::protobuf::util::MessageToJsonString(*pack, &json).ok());
    const auto from_json = ParseDefinition(json);
    ASSERT_TRUE(from_json.ok()) << from_json.status();
    EXPECT_TRUE(MessageDifferencer::Equals(*from_json, *pack));
  }
}

TEST(DefinitionText, SaysWhereTheTextIsWrong) {
  const auto wrong = ParseDefinition("title: \"x\"\nsteps { nubmer: 1 }\n");
  EXPECT_EQ(ReasonOf(wrong.status()), common::v1::ERROR_REASON_FIELD_INVALID);
  EXPECT_NE(wrong.status().message().find("line 2, column 15"),
            std::string::npos)
      << wrong.status();
  EXPECT_FALSE(ParseDefinition("{\"steps\": 3}").ok());
  EXPECT_FALSE(ParseDefinition(" \n").ok());
  EXPECT_NE(ParseDefinition("title: \"\xff\"")
                .status()
                .message()
                .find("byte 8 of the text is no UTF-8"),
            std::string::npos);
  EXPECT_EQ(ReasonOf(ParseDefinition(
                         std::string(limits::kDefinitionFileBytesMax + 1, ' '))
                         .status()),
            common::v1::ERROR_REASON_TOO_LARGE);
}

}  // namespace
}  // namespace csi::workflow
