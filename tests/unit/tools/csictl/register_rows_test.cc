// RG8: export then import is identity, and rows of foreign registers.
#include "tools/csictl/register_rows.h"

#include <random>

#include "common/base/strings.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "tools/csictl/register_columns.h"

namespace csi::tools {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using registry::v1::Opportunity;
using ::testing::HasSubstr;

constexpr int kEntries = 300;

// Fills the fields behind the columns with values that hurt.
class RandomEntry {
 public:
  explicit RandomEntry(uint64_t seed) : random_(seed) {}

  Opportunity Make() {
    Opportunity entry;
    for (const RegisterColumn& column : RegisterColumns()) {
      if (Draw(3) == 0) continue;
      Fill(entry, column.path, column.collection);
    }
    entry.set_title("t" + Text());
    return entry;
  }

 private:
  int Draw(int count) {
    return static_cast<int>(random_() % static_cast<uint64_t>(count));
  }

  std::string Text() {
    static const std::vector<std::string> kPieces = {
        "a", "|", "\\", "\n", "<br>", "\"", ",", ";", "ä", " ", "\\n", "1.5"};
    std::string text;
    for (int i = Draw(8); i >= 0; --i) {
      text +=
          kPieces[static_cast<size_t>(Draw(static_cast<int>(kPieces.size())))];
    }
    return "<" + text + ">";
  }

  std::string Name(const std::string& collection) {
    return StrCat("tenants/acme/", collection, "/x", Draw(9));
  }

  void Day(Message& message) {
    auto& day = static_cast<google::type::Date&>(message);
    day.set_year(2000 + Draw(40));
    day.set_month(1 + Draw(12));
    day.set_day(1 + Draw(28));
  }

  void FillMessage(Message& message) {
    const std::string& type = message.GetDescriptor()->full_name();
    if (type == "google.type.Date") return Day(message);
    if (type == "google.type.Money") {
      auto& money = static_cast<google::type::Money&>(message);
      money.set_currency_code("EUR");
      money.set_units(Draw(1000000));
      money.set_nanos(Draw(1000) * 1000000);
      return;
    }
    if (type == "google.protobuf.Timestamp") {
      auto& time = static_cast<google::protobuf::Timestamp&>(message);
      time.set_seconds(Draw(1000000000));
      time.set_nanos(Draw(1000) * 1000);
      return;
    }
    const auto* descriptor = message.GetDescriptor();
    for (int i = 0; i < descriptor->field_count(); ++i) {
      Set(message, *descriptor->field(i), "");
    }
  }

  void Set(Message& message, const FieldDescriptor& field,
           const std::string& collection) {
    const auto& reflection = *message.GetReflection();
    if (field.is_repeated()) {
      for (int i = 1 + Draw(3); i > 0; --i) {
        if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
          reflection.AddString(&message, &field,
                               collection.empty() ? Text() : Name(collection));
        } else {
          FillMessage(*reflection.AddMessage(&message, &field));
        }
      }
      return;
    }
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        return reflection.SetString(
            &message, &field, collection.empty() ? Text() : Name(collection));
      case FieldDescriptor::CPPTYPE_ENUM:
        return reflection.SetEnum(
            &message, &field,
            field.enum_type()->value(
                1 + Draw(field.enum_type()->value_count() - 1)));
      case FieldDescriptor::CPPTYPE_BOOL:
        return reflection.SetBool(&message, &field, true);
      case FieldDescriptor::CPPTYPE_INT32:
        return reflection.SetInt32(&message, &field, 1 + Draw(5));
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return reflection.SetDouble(&message, &field,
                                    static_cast<double>(random_()) / 3e9);
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return FillMessage(*reflection.MutableMessage(&message, &field));
      default:
        return;
    }
  }

  void Fill(Message& message, std::string path, const std::string& collection) {
    Message* at = &message;
    for (size_t dot; (dot = path.find('.')) != std::string::npos;
         path = path.substr(dot + 1)) {
      at = at->GetReflection()->MutableMessage(
          at, at->GetDescriptor()->FindFieldByName(path.substr(0, dot)));
    }
    Set(*at, *at->GetDescriptor()->FindFieldByName(path), collection);
  }

  std::mt19937_64 random_;
};

TEST(RegisterRows, ExportThenImportIsIdentity) {
  google::protobuf::RepeatedPtrField<Opportunity> entries;
  for (uint64_t seed = 1; seed <= kEntries; ++seed) {
    Opportunity& entry = *entries.Add();
    entry = RandomEntry(seed).Make();
    entry.set_name(StrCat("tenants/acme/opportunities/o", seed));
    entry.set_number(seed);
    // Fields of the policy, in the order of their keys.
    for (const char* key : {"budget", "region"}) {
      if (seed % 3 == 0) continue;
      registry::v1::ExtraField& field = *entry.add_extra_fields();
      field.set_key(key);
      field.set_value(StrCat("value ", seed));
    }
  }
  const TextTable table = ExportTable(entries);
  for (const auto& again : {ReadCsvTable(WriteCsvTable(table), 0),
                            ReadMarkdownTable(WriteMarkdownTable(table))}) {
    ASSERT_TRUE(again.ok()) << again.status();
    ASSERT_EQ(again->rows.size(), static_cast<size_t>(entries.size()));
    const RegisterMapping mapping;
    const auto head = MapHead(again->head, mapping);
    ASSERT_TRUE(head.ok()) << head.status();
    ASSERT_TRUE(head->unknown.empty());
    const NameBook names;
    RegisterRows rows(*head, mapping, names, "acme");
    for (int i = 0; i < entries.size(); ++i) {
      const auto read = rows.Read(again->rows[static_cast<size_t>(i)]);
      ASSERT_TRUE(read.ok()) << read.status();
      EXPECT_EQ(read->opportunity_id(), StrCat("o", i + 1));
      Opportunity expected = entries[i];
      expected.clear_name();
      expected.clear_number();
      ASSERT_TRUE(google::protobuf::util::MessageDifferencer::Equals(
          read->opportunity(), expected))
          << "seed " << i + 1 << "\n"
          << read->opportunity().DebugString() << expected.DebugString();
    }
  }
}

TEST(RegisterRows, EveryColumnIsAFieldOfTheEntry) {
  for (const RegisterColumn& column : RegisterColumns()) {
    EXPECT_EQ(CellOf(Opportunity(), column), "") << column.name;
  }
}

class ForeignRows : public ::testing::Test {
 protected:
  absl::StatusOr<registry::v1::ImportOpportunityRow> Read(
      const std::vector<std::string>& head,
      const std::vector<std::string>& cells) {
    mapped_ = MapHead(head, mapping).value();
    RegisterRows rows(mapped_, mapping, names, "acme");
    return rows.Read({2, cells});
  }

  RegisterMapping mapping;
  NameBook names;

 private:
  MappedHead mapped_;
};

TEST_F(ForeignRows, ReadPeopleByWhatTheDirectoryCallsThem) {
  names.people["john smith"] = "john";
  names.services["order portal"] = "portal";
  const auto row = Read({"Title", "Raised by", "Service", "Followers"},
                        {"T", "John Smith", "Order Portal", "john smith; ann"});
  ASSERT_TRUE(row.ok()) << row.status();
  EXPECT_EQ(row->opportunity().raised_by(), "tenants/acme/people/john");
  EXPECT_EQ(row->opportunity().scope().service(),
            "tenants/acme/services/portal");
  EXPECT_EQ(row->opportunity().followers_size(), 2);
}

TEST_F(ForeignRows, KeepTheNameOfWhoeverIsNotKnown) {
  const auto refused = Read({"Title", "Raised by"}, {"T", "J. Doe"});
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(std::string(refused.status().message()),
              HasSubstr("raised_by: \"J. Doe\" is not in the directory"));
  mapping.unknown_person = "olga";
  const auto row = Read({"Title", "Raised by"}, {"T", "J. Doe"});
  ASSERT_TRUE(row.ok()) << row.status();
  EXPECT_EQ(row->opportunity().raised_by(), "tenants/acme/people/olga");
  EXPECT_EQ(row->opportunity().source().origin(), "named there: J. Doe");
}

TEST_F(ForeignRows, UseTheFormsOfTheMapping) {
  mapping.date_format = "%d/%m/%Y";
  mapping.currency = "EUR";
  mapping.defaults["size"] = "SMALL";
  const auto row =
      Read({"Title", "Date raised", "Cost", "Status", "Priority", "Size"},
           {"T", "03/04/2021", "1200", "Done", "High", ""});
  ASSERT_TRUE(row.ok()) << row.status();
  const Opportunity& entry = row->opportunity();
  EXPECT_EQ(entry.raise_date().month(), 4);
  EXPECT_EQ(entry.cost().units(), 1200);
  EXPECT_EQ(entry.state(), registry::v1::OPPORTUNITY_STATE_CLOSED);
  EXPECT_EQ(entry.priority(), 2);
  EXPECT_EQ(entry.size(), registry::v1::SIZE_SMALL);
  mapping.date_format.clear();
  const auto refused = Read({"Title", "Due"}, {"T", "03/04/2021"});
  EXPECT_THAT(std::string(refused.status().message()),
              HasSubstr("due_date: \"03/04/2021\" is no day"));
}

TEST_F(ForeignRows, TakeTheTitleFromTheDescription) {
  const auto row = Read({"Description"}, {"Faster restores\nThey take long."});
  ASSERT_TRUE(row.ok()) << row.status();
  EXPECT_EQ(row->opportunity().title(), "Faster restores");
}

TEST_F(ForeignRows, GetTheSameIdEachTime) {
  const auto one = Read({"No", "Title"}, {"7", "T"});
  const auto two = Read({"No", "Title"}, {"7", "changed"});
  EXPECT_EQ(one->opportunity_id(), two->opportunity_id());
  const auto other = Read({"No", "Title"}, {"8", "T"});
  EXPECT_NE(one->opportunity_id(), other->opportunity_id());
}

}  // namespace
}  // namespace csi::tools
