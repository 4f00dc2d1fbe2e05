#include "common/authority/question_key.h"

#include <set>

#include "common/kv/memo.h"
#include "gtest/gtest.h"
#include "tests/unit/common/authority/world.h"

namespace csi::authority {
namespace {

using common::v1::LETTER_ACCOUNTABLE;
using common::v1::LETTER_RESPONSIBLE;

// The world's rows, with a memo.
class Remembering : public MemoReader {
 public:
  explicit Remembering(const KvReader& rows) : rows_(rows) {}
  RowRef Fetch(std::string_view key) const override { return rows_.Fetch(key); }
  void Scan(std::string_view from, std::string_view to,
            RowFn row) const override {
    rows_.Scan(from, to, row);
  }
  void ScanReverse(std::string_view from, std::string_view to,
                   RowFn row) const override {
    rows_.ScanReverse(from, to, row);
  }
  Memo& memo() const override { return memo_; }

 private:
  const KvReader& rows_;
  mutable Memo memo_;
};

TEST(QuestionKey, DiffersWithEverythingAnAnswerDependsOn) {
  std::set<std::string> keys;
  auto add = [&](auto change) {
    Question question{"step-1", "central", Scoped("mail", ""), "", Hour(1)};
    change(question);
    keys.insert(
        QuestionKey("check", "acme", "p", {LETTER_ACCOUNTABLE}, question));
  };
  add([](Question&) {});
  add([](Question& q) { q.activity = "step-2"; });
  add([](Question& q) { q.variant = "federated"; });
  add([](Question& q) { q.scope = Scoped("", "mail"); });
  add([](Question& q) { q.scope.set_geography("x"); });
  add([](Question& q) { q.scope.set_technology("x"); });
  add([](Question& q) { q.scope.set_unit("x"); });
  add([](Question& q) { q.scope.set_provider("x"); });
  add([](Question& q) { q.accountable_person = "x"; });
  add([](Question& q) { q.as_of = Hour(2); });
  add([](Question& q) { q.stake = Stake{}; });
  add([](Question& q) { q.stake = Stake{"EUR", 0, 0, 0}; });
  add([](Question& q) { q.stake = Stake{"EUR", 1, 0, 0}; });
  add([](Question& q) { q.stake = Stake{"EUR", 0, 1, 0}; });
  add([](Question& q) { q.stake = Stake{"EUR", 0, 0, 1}; });
  const Question same{"step-1", "central", Scoped("mail", ""), "", Hour(1)};
  const std::vector<common::v1::Letter> a = {LETTER_ACCOUNTABLE};
  keys.insert(QuestionKey("letter", "acme", "p", a, same));
  keys.insert(QuestionKey("check", "acm", "ep", a, same));
  keys.insert(QuestionKey("check", "acme", "q", a, same));
  keys.insert(QuestionKey("check", "acme", "p", {LETTER_RESPONSIBLE}, same));
  keys.insert(QuestionKey("check", "acme", "p",
                          {LETTER_ACCOUNTABLE, LETTER_RESPONSIBLE}, same));
  EXPECT_EQ(keys.size(), 20u);
}

TEST(QuestionKey, AKeptAnswerIsThatOfTheRows) {
  World world;
  world.Deploy(world.Matrix("m", "central",
                            {"step-1 csi-manager A", "step-1 analyst R",
                             "step-2 csi-manager A", "step-2 analyst C!"}),
               0);
  world.Assign("a1", "csi-manager", "anna", Scoped("", ""), 0, 3);
  world.Assign("a2", "analyst", "bob", Scoped("", ""));
  const Remembering rows(world.rows);
  const Directory kept(rows, "acme");
  for (int turn = 0; turn < 2; ++turn) {
    for (const char* activity : {"step-1", "step-2", "none"}) {
      for (int hour : {1, 5}) {
        const Question question = world.Ask(activity, Scoped("", ""), hour);
        for (const char* person : {"anna", "bob", "carol"}) {
          const auto ask = [&](const Directory& directory) {
            return directory.Check(Name("people", person),
                                   {LETTER_ACCOUNTABLE, LETTER_RESPONSIBLE},
                                   question);
          };
          const Answer expected = ask(world.directory());
          const Answer answer = ask(kept);
          EXPECT_EQ(answer.allowed, expected.allowed);
          EXPECT_EQ(answer.reason, expected.reason);
          EXPECT_EQ(answer.grant.SerializeAsString(),
                    expected.grant.SerializeAsString());
        }
        for (auto letter : {LETTER_ACCOUNTABLE, LETTER_RESPONSIBLE,
                            common::v1::LETTER_CONSULTED}) {
          const auto expected =
              world.directory().HoldersOfLetter(letter, question);
          const auto found = kept.HoldersOfLetter(letter, question);
          EXPECT_EQ(found.letter, letter);
          EXPECT_EQ(found.holders.size(), expected.holders.size());
          EXPECT_EQ(found.vacant_roles, expected.vacant_roles);
          EXPECT_EQ(found.blocking_roles, expected.blocking_roles);
        }
      }
    }
  }
  EXPECT_EQ(rows.memo().size(), 3u * 2 * (3 + 3));
}

}  // namespace
}  // namespace csi::authority
