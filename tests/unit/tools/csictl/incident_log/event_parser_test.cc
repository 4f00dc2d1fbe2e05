#include "tools/csictl/incident_log/event_parser.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "log_test_support.h"

namespace csi::incident_log {
namespace {

using ::testing::HasSubstr;

struct Parsed {
  bool taken = false;
  Event event;
  Refusal refusal;
  uint64_t corrected[kCorrections] = {};
};

// Texts of the event point into the row, so only its values are looked at.
Parsed Parse(const RowText& text) {
  const std::string csv = std::string(kHeader) + text.Text();
  csv::StringSource source(csv);
  csv::Reader reader(&source);
  csv::Row row;
  EXPECT_TRUE(reader.Next(&row));
  absl::StatusOr<EventParser> parser = EventParser::From(row);
  EXPECT_TRUE(parser.ok()) << parser.status();
  EXPECT_TRUE(reader.Next(&row));
  Parsed parsed;
  parsed.taken = parser->Parse(row, &parsed.event, &parsed.refusal);
  parsed.event.number = {};
  parsed.event.priority = {};
  for (size_t i = 0; i < kCorrections; ++i) {
    parsed.corrected[i] = parser->corrected(static_cast<Correction>(i));
  }
  return parsed;
}

void ExpectRefused(const RowText& text, RefusalReason reason,
                   std::string_view column) {
  const Parsed parsed = Parse(text);
  EXPECT_FALSE(parsed.taken) << text.Text();
  EXPECT_EQ(RefusalReasonName(parsed.refusal.reason), RefusalReasonName(reason))
      << text.Text();
  EXPECT_EQ(parsed.refusal.column, column) << text.Text();
  EXPECT_EQ(parsed.refusal.line, 2u);
}

TEST(EventParser, ReadsAnEvent) {
  RowText text;
  text.reassignments = "2";
  text.reopenings = "1";
  text.changes = "7";
  const Parsed parsed = Parse(text);
  ASSERT_TRUE(parsed.taken);
  EXPECT_EQ(parsed.event.reassignments, 2u);
  EXPECT_EQ(parsed.event.reopenings, 1u);
  EXPECT_EQ(parsed.event.change_count, 7);
  EXPECT_EQ(parsed.event.made_sla, MadeSla::kMet);
  EXPECT_EQ(parsed.event.resolved - parsed.event.opened, 120);
  EXPECT_EQ(parsed.event.closed, ParseLogTime("1/3/2016 12:00"));
}

TEST(EventParser, TakesMissingValuesForMissing) {
  RowText text;
  text.resolved = "?";
  text.closed = "";
  text.made_sla = "?";
  text.changes = "?";
  text.updated = "?";
  text.priority = "?";
  text.reassignments = "?";
  const Parsed parsed = Parse(text);
  ASSERT_TRUE(parsed.taken);
  EXPECT_EQ(parsed.event.resolved, kNoTime);
  EXPECT_EQ(parsed.event.closed, kNoTime);
  EXPECT_EQ(parsed.event.updated, kNoTime);
  EXPECT_EQ(parsed.event.change_count, -1);
  EXPECT_EQ(parsed.event.made_sla, MadeSla::kMissing);
  EXPECT_EQ(parsed.event.reassignments, 0u);
}

TEST(EventParser, RefusesWrongTimes) {
  RowText text;
  text.opened = "2/29/2016 08:00";
  ExpectRefused(text, RefusalReason::kBadTime, "opened_at");
  text = RowText();
  text.closed = "NaN";
  ExpectRefused(text, RefusalReason::kBadTime, "closed_at");
  text = RowText();
  text.resolved = "yesterday";
  ExpectRefused(text, RefusalReason::kBadTime, "resolved_at");
  text = RowText();
  text.updated = "1/3/2016";
  ExpectRefused(text, RefusalReason::kBadTime, "sys_updated_at");
}

TEST(EventParser, RefusesCountsThatAreNoWholeNumbers) {
  for (const char* count : {"NaN", "-1", "1.5", "1e3", "inf", "1000001",
                            "99999999999999999999", "0x1"}) {
    RowText text;
    text.reassignments = count;
    ExpectRefused(text, RefusalReason::kBadCount, "reassignment_count");
    text = RowText();
    text.reopenings = count;
    ExpectRefused(text, RefusalReason::kBadCount, "reopen_count");
    text = RowText();
    text.changes = count;
    ExpectRefused(text, RefusalReason::kBadCount, "sys_mod_count");
  }
}

TEST(EventParser, RefusesRowsThatNameNoIncidentOrNoTime) {
  RowText text;
  text.number = "?";
  ExpectRefused(text, RefusalReason::kNoNumber, "number");
  text.number = std::string(kNumberBytesMax + 1, '1');
  ExpectRefused(text, RefusalReason::kNumberTooLong, "number");
  text = RowText();
  text.opened = "?";
  ExpectRefused(text, RefusalReason::kNoOpenedAt, "opened_at");
  text = RowText();
  text.priority = std::string(kPriorityBytesMax + 1, '1');
  ExpectRefused(text, RefusalReason::kBadPriority, "priority");
}

TEST(EventParser, RefusesAnUnknownMadeSlaAndAClosingBeforeTheOpening) {
  RowText text;
  text.made_sla = "maybe";
  ExpectRefused(text, RefusalReason::kBadMadeSla, "made_sla");
  text = RowText();
  text.closed = "29/2/2016 07:59";
  ExpectRefused(text, RefusalReason::kClosedBeforeOpened, "closed_at");
}

TEST(EventParser, CutsTheExcerptOfARefusedValueBetweenCharacters) {
  RowText text;
  text.made_sla = std::string(kExcerptBytesMax - 1, 'x') + "éé";
  EXPECT_EQ(Parse(text).refusal.excerpt,
            std::string(kExcerptBytesMax - 1, 'x') + "...");
}

TEST(EventParser, CountsWhatItCorrects) {
  RowText text;
  text.state = "-100";
  text.made_sla = "No";
  text.resolved = "28/2/2016 10:00";
  const Parsed parsed = Parse(text);
  ASSERT_TRUE(parsed.taken);
  EXPECT_EQ(parsed.event.made_sla, MadeSla::kMissed);
  EXPECT_EQ(parsed.event.resolved, kNoTime);
  EXPECT_EQ(parsed.corrected[0], 1u);  // state
  EXPECT_EQ(parsed.corrected[1], 1u);  // spelling
  EXPECT_EQ(parsed.corrected[2], 1u);  // resolved before opened
}

TEST(EventParser, NamesAllColumnsThatAreMissing) {
  csv::Row header;
  const std::string_view fields[] = {"number", "opened_at", "priority",
                                     "resolved_at", "reopen_count"};
  header.fields = fields;
  EXPECT_THAT(
      std::string(EventParser::From(header).status().message()),
      HasSubstr("missing columns closed_at, made_sla, reassignment_count"));
}

}  // namespace
}  // namespace csi::incident_log
