#include "services/raci/domain/matrix_difference.h"

#include <map>
#include <string>
#include <utility>

#include "services/raci/table/letters.h"

namespace csi::raci {
namespace {

using Difference = v1::MatrixDifference;
// By activity and column, as people write them.
using CellTexts = std::map<std::pair<std::string, std::string>, std::string>;

CellTexts TextsOf(const v1::Matrix& matrix) {
  CellTexts texts;
  for (const v1::MatrixCell& cell : matrix.cells()) {
    std::vector<common::v1::Letter> letters;
    for (int letter : cell.letters()) {
      letters.push_back(static_cast<common::v1::Letter>(letter));
    }
    std::string text = WriteLetters(letters, cell.blocking());
    if (!text.empty()) {
      texts[{cell.activity(), cell.column()}] = std::move(text);
    }
  }
  return texts;
}

template <class Items>
std::map<std::string, std::string> TitlesOf(const Items& items) {
  std::map<std::string, std::string> titles;
  for (const auto& item : items) titles[item.id()] = item.title();
  return titles;
}

template <class Items, class SetIdFn>
void AddLines(const Items& from, const Items& to, Difference::Kind added,
              Difference::Kind removed, SetIdFn set_id,
              std::vector<Difference>& differences) {
  const auto before = TitlesOf(from);
  const auto after = TitlesOf(to);
  for (const auto& item : to) {
    if (before.contains(item.id())) continue;
    Difference& one = differences.emplace_back();
    one.set_kind(added);
    set_id(one, item.id());
    one.set_to(item.title());
  }
  for (const auto& item : from) {
    if (after.contains(item.id())) continue;
    Difference& one = differences.emplace_back();
    one.set_kind(removed);
    set_id(one, item.id());
    one.set_from(item.title());
  }
}

}  // namespace

std::vector<Difference> Differences(const v1::Matrix& from,
                                    const v1::Matrix& to) {
  std::vector<Difference> differences;
  AddLines(
      from.activities(), to.activities(), Difference::KIND_ACTIVITY_ADDED,
      Difference::KIND_ACTIVITY_REMOVED,
      [](Difference& one, const std::string& id) { one.set_activity(id); },
      differences);
  AddLines(
      from.columns(), to.columns(), Difference::KIND_COLUMN_ADDED,
      Difference::KIND_COLUMN_REMOVED,
      [](Difference& one, const std::string& id) { one.set_column(id); },
      differences);
  const CellTexts before = TextsOf(from);
  CellTexts all = TextsOf(to);
  const CellTexts after = all;
  all.insert(before.begin(), before.end());
  for (const auto& [place, text] : all) {
    const auto was = before.find(place);
    const auto is = after.find(place);
    if (was != before.end() && is != after.end() && was->second == is->second) {
      continue;
    }
    Difference& one = differences.emplace_back();
    one.set_kind(Difference::KIND_CELL_CHANGED);
    one.set_activity(place.first);
    one.set_column(place.second);
    if (was != before.end()) one.set_from(was->second);
    if (is != after.end()) one.set_to(is->second);
  }
  return differences;
}

}  // namespace csi::raci
