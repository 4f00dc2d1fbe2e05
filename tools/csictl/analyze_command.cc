// csictl analyze: the offline analysis of series in files, without a server.
#include <cstdio>

#include "absl/strings/numbers.h"
#include "common/base/strings.h"
#include "services/reporting/statistics/analyze.h"
#include "services/reporting/statistics/compare.h"
#include "tools/csictl/special_commands.h"

namespace csi::tools {
namespace {

constexpr char kAnalyzeUsage[] =
    "csictl analyze --in FILE.csv --improvement higher|lower [--season N] "
    "[--horizon N] [--chart p|u|c [--shares percent|fraction]] "
    "[--output json]: a CSV file with the columns "
    "period_start,value and, if "
    "you have them, counts in n. --season is the length of a season in "
    "periods; without it the period starts tell (12 for months). --horizon is "
    "how many periods to forecast (4). "
    "--chart adds a chart of shares of n cases, of rates per exposure n, or "
    "of counts.\n"
    "csictl analyze --compare BEFORE.csv AFTER.csv --improvement higher|lower "
    "[--shares percent|fraction] [--output json]: two such files side by "
    "side. --shares says that values are shares of the n cases; without it, "
    "values that make whole cases are taken for shares.";

int Wrong(const Arguments& arguments, const std::string& what) {
  return Usage(arguments,
               StrCat(what, what.empty() ? "" : "\n", kAnalyzeUsage));
}

int Print(const Arguments& arguments, absl::StatusOr<std::string> text) {
  if (!text.ok()) return Report(text.status());
  std::fputs(
      (arguments.format == OutputFormat::kYaml ? JsonToYaml(*text) : *text)
          .c_str(),
      stdout);
  return kExitOk;
}

// False, and told, where the flag is there and no number of at least `least`.
bool TakeCount(Arguments& arguments, const std::string& flag, uint32_t least,
               std::optional<size_t>& count) {
  const std::optional<std::string> text = arguments.TakeFlag(flag);
  if (!text.has_value()) return true;
  uint32_t number = 0;
  if (!absl::SimpleAtoi(*text, &number) || number < least) {
    Wrong(arguments, StrCat("--", flag, " ", *text,
                            ": it must be a whole number of periods of at "
                            "least ",
                            least, "."));
    return false;
  }
  count = number;
  return true;
}

// False, and told, where --shares is there and no scale.
bool TakeScale(Arguments& arguments,
               std::optional<statistics::ShareScale>& scale) {
  const std::optional<std::string> text = arguments.TakeFlag("shares");
  if (!text.has_value()) return true;
  scale = statistics::ParseShareScale(*text);
  if (!scale.has_value()) {
    Wrong(arguments,
          StrCat("--shares ", *text, ": it must be percent or fraction."));
  }
  return scale.has_value();
}

// The second file is the word that follows: --compare BEFORE.csv AFTER.csv.
int Compare(Arguments& arguments, const std::string& before,
            statistics::Improvement improvement) {
  statistics::CompareOptions options;
  options.before_path = before;
  options.after_path = arguments.word(1);
  options.improvement = improvement;
  options.json = arguments.format != OutputFormat::kTable;
  if (!TakeScale(arguments, options.scale)) return kExitUsage;
  if (arguments.help || !arguments.flags.empty() ||
      arguments.words.size() != 2) {
    return Wrong(arguments, "");
  }
  return Print(arguments, statistics::RunCompare(options));
}

}  // namespace

int RunAnalyze(Arguments& arguments) {
  const std::string word = arguments.TakeFlag("improvement").value_or("higher");
  const auto improvement = statistics::ParseImprovement(word);
  if (!improvement.has_value()) {
    return Wrong(arguments, StrCat("--improvement ", word,
                                   ": it must be higher or lower."));
  }
  if (auto before = arguments.TakeFlag("compare"); before.has_value()) {
    return Compare(arguments, *before, *improvement);
  }
  statistics::AnalyzeOptions options;
  options.path = arguments.TakeFlag("in").value_or("");
  options.json = arguments.format != OutputFormat::kTable;
  std::optional<size_t> horizon;
  if (!TakeCount(arguments, "season", 2, options.season_periods) ||
      !TakeCount(arguments, "horizon", 1, horizon)) {
    return kExitUsage;
  }
  options.horizon = horizon.value_or(options.horizon);
  if (const auto chart = arguments.TakeFlag("chart"); chart.has_value()) {
    options.chart = statistics::ParseChartKind(*chart);
    if (!options.chart.has_value()) {
      return Wrong(arguments,
                   StrCat("--chart ", *chart, ": it must be p, u or c."));
    }
    if (!TakeScale(arguments, options.scale)) return kExitUsage;
  }
  if (arguments.help || options.path.empty() || !arguments.flags.empty()) {
    return Wrong(arguments, "");
  }
  options.improvement = *improvement;
  return Print(arguments, statistics::RunAnalyze(options));
}

}  // namespace csi::tools
