#include "common/rpc/call_info.h"

#include "common/base/strings.h"
#include "common/status/status.h"
#include "gtest/gtest.h"

namespace csi::rpc {
namespace {

constexpr char kJournal[] = "00112233445566778899aabbccddeeff";

TEST(ParsePosition, ReadsWhatPositionTextWrites) {
  const std::string text = StrCat("raci=", kJournal, ":42");
  const auto position = ParsePosition(text);
  ASSERT_TRUE(position.ok()) << position.status();
  EXPECT_EQ(position->source(), "raci");
  EXPECT_EQ(position->journal_id().size(), 16u);
  EXPECT_EQ(position->offset(), 42u);
  EXPECT_EQ(PositionText(*position), text);
}

TEST(ParsePosition, RefusesOtherShapesNamingTheField) {
  for (const std::string& text :
       {std::string(), std::string("raci"), StrCat("raci=", kJournal),
        StrCat("raci=", kJournal, ":"), StrCat("raci=", kJournal, ":-1"),
        StrCat("raci=", kJournal, ":1x"), StrCat("raci:", kJournal, "=1"),
        std::string("raci=0011:1"),
        std::string("raci=zz112233445566778899aabbccddeeff:1")}) {
    const auto position = ParsePosition(text);
    ASSERT_FALSE(position.ok()) << text;
    EXPECT_EQ(ReasonOf(position.status()),
              common::v1::ERROR_REASON_FIELD_INVALID);
  }
}

TEST(ReadCallInfo, KnowsWhereAQueryMayBeAnswered) {
  for (const auto& [value, any] :
       {std::pair("any", true), std::pair("leader", false)}) {
    const MetadataPairs metadata = {{"csi-read", value}};
    const auto info = ReadCallInfo(metadata, "acme");
    ASSERT_TRUE(info.ok()) << info.status();
    EXPECT_EQ(info->read_any, any);
    EXPECT_EQ(ReadsAny(metadata), any);
  }
  const auto strict = ReadCallInfo({{"csi-read", "strict"}}, "acme");
  ASSERT_TRUE(strict.ok()) << strict.status();
  EXPECT_TRUE(strict->read_strict);
  EXPECT_FALSE(strict->read_any);
  // What is not offered must not be taken for one of the others.
  const auto other = ReadCallInfo({{"csi-read", "fresh"}}, "acme");
  EXPECT_EQ(ReasonOf(other.status()), common::v1::ERROR_REASON_FIELD_INVALID);
  const auto both =
      ReadCallInfo({{"csi-read", "any"}, {"csi-read", "strict"}}, "acme");
  EXPECT_EQ(ReasonOf(both.status()), common::v1::ERROR_REASON_FIELD_INVALID);
}

TEST(ReadCallInfo, TakesActorAndPositions) {
  const auto info =
      ReadCallInfo({{"csi-actor", "tenants/acme/people/anna"},
                    {"csi-on-behalf-of", "tenants/acme/people/bob"},
                    {"csi-not-before", StrCat("raci=", kJournal, ":42")},
                    {"user-agent", "x"}},
                   "acme");
  ASSERT_TRUE(info.ok()) << info.status();
  EXPECT_EQ(info->actor, "anna");
  EXPECT_EQ(info->on_behalf_of, "bob");
  ASSERT_EQ(info->not_before.size(), 1u);
}

TEST(ReadCallInfo, WithoutMetadataTheCallerIsAStranger) {
  const auto info = ReadCallInfo({}, "acme");
  ASSERT_TRUE(info.ok());
  EXPECT_EQ(info->actor, "");
  EXPECT_TRUE(info->not_before.empty());
}

TEST(ReadCallInfo, RefusesAnActorOfAnotherTenant) {
  EXPECT_FALSE(
      ReadCallInfo({{"csi-actor", "tenants/other/people/anna"}}, "acme").ok());
  EXPECT_FALSE(ReadCallInfo({{"csi-actor", "anna"}}, "acme").ok());
}

}  // namespace
}  // namespace csi::rpc
