#include "services/reporting/render/json_writer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace csi::reporting::render {
namespace {

TEST(JsonWriter, NestsAndSeparates) {
  JsonWriter json;
  json.OpenObject();
  json.Key("a").Integer(-1);
  json.Key("b").OpenArray().Bool(true).Null().CloseArray();
  json.Key("c").OpenObject().CloseObject();
  json.Key("d").OpenArray().CloseArray();
  json.CloseObject();
  EXPECT_EQ(json.Take(),
            "{\n  \"a\": -1,\n  \"b\": [\n    true,\n    null\n  ],\n"
            "  \"c\": {},\n  \"d\": []\n}\n");
}

TEST(JsonWriter, KeepsFullPrecision) {
  JsonWriter json;
  json.OpenArray().Number(0.1).Number(-28.875).Number(1e300);
  json.Number(51.375).Number(1.0 / 3).CloseArray();
  EXPECT_EQ(json.Take(),
            "[\n  0.1,\n  -28.875,\n  1e+300,\n  51.375,\n"
            "  0.3333333333333333\n]\n");
}

TEST(JsonWriter, WritesNullForWhatIsNotFinite) {
  JsonWriter json;
  json.OpenArray().Number(std::nan(""));
  json.Number(std::numeric_limits<double>::infinity());
  json.Number(std::optional<double>()).CloseArray();
  EXPECT_EQ(json.Take(), "[\n  null,\n  null,\n  null\n]\n");
}

TEST(JsonWriter, EscapesStringsAndReplacesBrokenUtf8) {
  JsonWriter json;
  json.String("a\"\\\n\x01変\xFF\xED\xA0\x80");
  EXPECT_EQ(json.Take(), "\"a\\\"\\\\\\u000a\\u0001変\uFFFD\uFFFD\"\n");
}

}  // namespace
}  // namespace csi::reporting::render
