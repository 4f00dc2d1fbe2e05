#include "tools/csictl/incident_log/json_writer.h"

#include <limits>

#include "gtest/gtest.h"

namespace csi::incident_log {
namespace {

TEST(JsonWriter, NestsObjectsAndArrays) {
  JsonWriter json;
  json.BeginObject();
  json.IntField("n", -3);
  json.Key("list");
  json.BeginArray();
  json.String("a");
  json.BeginObject();
  json.EndObject();
  json.Bool(true);
  json.EndArray();
  json.Key("empty");
  json.BeginArray();
  json.EndArray();
  json.EndObject();
  EXPECT_EQ(json.text(),
            "{\n  \"n\": -3,\n  \"list\": [\n    \"a\",\n    {},\n    true\n"
            "  ],\n  \"empty\": []\n}");
}

TEST(JsonWriter, EscapesWhatJsonCannotHold) {
  JsonWriter json;
  json.String("a\"b\\c\n\t\x01\x7F é");
  EXPECT_EQ(json.text(), "\"a\\\"b\\\\c\\u000a\\u0009\\u0001\\u007f é\"");
}

TEST(JsonWriter, WritesDoublesThatReadBackExactly) {
  EXPECT_EQ(DoubleText(26.653356625904667), "26.653356625904667");
  EXPECT_EQ(DoubleText(100), "100");
  EXPECT_EQ(DoubleText(0.1), "0.1");
  EXPECT_EQ(DoubleText(std::numeric_limits<double>::quiet_NaN()), "null");
  EXPECT_EQ(DoubleText(std::numeric_limits<double>::infinity()), "null");
}

}  // namespace
}  // namespace csi::incident_log
