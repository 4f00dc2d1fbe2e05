// The verdict box: the value in words, its reasons and notes, and beside it
// the answers that never colour it.
#include <string>
#include <string_view>

#include "common/base/strings.h"
#include "services/reporting/render/effect_plot.h"
#include "services/reporting/render/html_parts.h"
#include "services/reporting/render/number_format.h"
#include "services/reporting/render/plain_sentence.h"
#include "services/reporting/render/report_sections.h"

namespace csi::reporting::render {
namespace {

void AddCodedList(std::string_view heading, const std::vector<Coded>& list,
                  Markup* out) {
  if (list.empty()) return;
  out->Leaf("h4", heading);
  out->Open("ul", {{"class", "coded"}});
  for (const Coded& coded : list) {
    out->Open("li");
    if (!coded.code.empty()) {
      AddCode(coded.code, out);
      out->Text(" ");
    }
    out->Words(CodedText(coded)).Close();
  }
  out->Close();
}

// One answer beside the verdict: its value, coloured by what it means.
template <typename Value>
void AddAnswer(std::string_view name, Value value, std::string_view detail,
               Markup* out) {
  out->Leaf("dt", name);
  out->Open("dd");
  out->Leaf("strong",
            {{"class", StrCat("tone-", ToneName(ToneOf(value)))},
             {"title", Token(value)}},
            Words(value));
  if (!detail.empty()) {
    out->Text(" ").Open("span", {{"class", "detail"}}).Words(detail).Close();
  }
  out->Close();
}

void AddAnswers(const Verdict& verdict, Markup* out) {
  out->Open("dl", {{"class", "answers"}});
  AddAnswer("State after the change", verdict.after_state,
            verdict.after_state_words, out);
  std::string target = verdict.target_words;
  const std::string_view assurance = AssuranceWords(verdict.assurance);
  if (!assurance.empty()) {
    StrAppend(&target, target.empty() ? "" : " ", assurance);
  }
  AddAnswer("Target", verdict.target, target, out);
  std::string others = verdict.attribution_words;
  for (size_t i = 0; i < verdict.other_changes.size(); ++i) {
    StrAppend(&others,
              i > 0            ? "; "
              : others.empty() ? ""
                               : " ",
              verdict.other_changes[i]);
  }
  AddAnswer("Attribution", verdict.attribution, others, out);
  AddAnswer("Guards", verdict.guards, verdict.guards_words, out);
  AddAnswer("New baseline", verdict.new_baseline, verdict.new_baseline_words,
            out);
  out->Close();
}

void AddWhen(const Verdict& verdict, Markup* out) {
  out->Open("p", {{"class", "note"}});
  if (verdict.computed_time) {
    out->Text("Computed ");
    AddTime(*verdict.computed_time, out);
    out->Text(" UTC. ");
  }
  if (verdict.review_date) {
    out->Text("Effect review date ");
    AddDay(*verdict.review_date, out);
    out->Text(". ");
  }
  if (!verdict.accepted_by.empty()) {
    out->Text("Accepted by ").Words(verdict.accepted_by);
    if (verdict.accepted_time) {
      out->Text(", ");
      AddTime(*verdict.accepted_time, out);
      out->Text(" UTC");
    }
    if (!verdict.accepted_mark.empty()) {
      out->Text(" ");
      AddCode(verdict.accepted_mark, out);
    }
    out->Text(".");
  } else if (verdict.value != VerdictValue::kNone) {
    out->Text("Not accepted yet.");
  }
  out->Close();
}

std::string Number(const std::optional<double>& value, bool plus_sign) {
  if (!value) return "";
  return FormatNumber(
      *value, {.significant = 3, .keep_zeros = true, .plus_sign = plus_sign});
}

void AddEffectRow(const EffectFigure& figure, const Verdict& verdict,
                  double reach, Sense sense, Markup* out) {
  out->Open("tr", {{"class", figure.decides ? "decides" : Markup::kOmit}});
  out->Open("th", {{"scope", "row"}}).Words(figure.name);
  if (figure.decides) {
    out->Text(" ").Leaf("span", {{"class", "tag"}}, "decides");
  }
  if (!figure.basis.empty()) {
    out->Open("span", {{"class", "detail"}}).Words(figure.basis).Close();
  }
  out->Close();
  AddNumberCell(Number(figure.before, false), out);
  AddNumberCell(Number(figure.after, false), out);
  AddNumberCell(Number(figure.difference, true), out);
  AddNumberCell(figure.interval ? FormatInterval(*figure.interval) : "", out);
  out->Open("td", {{"class", "bar"}});
  AddEffectBar(figure, verdict, reach, sense, out);
  out->Close();
  out->Open("td");
  out->Words(figure.test);
  if (figure.p) {
    out->Text(figure.test.empty() ? "" : ", ")
        .Text(StrCat("p\u00A0=\u00A0", FormatP(*figure.p)));
  }
  if (!figure.note.empty()) {
    out->Open("span", {{"class", "detail"}}).Words(figure.note).Close();
  }
  out->Close().Close();
}

}  // namespace

void AddVerdict(const Improvement& improvement, Markup* out) {
  const Verdict& verdict = improvement.verdict;
  const Tone tone = ToneOf(verdict.value);
  out->Open("div", {{"class", StrCat("verdict tone-", ToneName(tone))}});
  out->Open("div", {{"class", "verdict-main"}});
  out->Leaf("h3", {{"class", "small-head"}}, "Verdict");
  out->Open("p", {{"class", "verdict-value"}, {"title", Token(verdict.value)}});
  AddVerdictIcon(verdict.value, out);
  out->Text(Words(verdict.value));
  if (verdict.interim) {
    out->Text(" ").Leaf("span", {{"class", "tag"}}, "interim");
  }
  out->Close();
  out->Leaf("p", Meaning(verdict.value));
  AddCodedList("Why", verdict.reasons, out);
  AddCodedList("Keep in mind", verdict.notes, out);
  AddWhen(verdict, out);
  out->Close();
  out->Open("div", {{"class", "verdict-side"}});
  out->Leaf("h3", {{"class", "small-head"}},
            "Separate answers, not part of the value");
  AddAnswers(verdict, out);
  out->Close().Close();
}

void AddEffects(const Improvement& improvement, Markup* out) {
  const Verdict& verdict = improvement.verdict;
  if (verdict.figures.empty()) return;
  const Sense sense =
      improvement.chart ? improvement.chart->sense : Sense::kTarget;
  const double reach = EffectReach(verdict);
  const std::string difference =
      verdict.difference_unit.empty()
          ? "Difference"
          : StrCat("Difference, ", verdict.difference_unit);
  const std::string_view side = BetterSide(sense);
  OpenTable("The effect, figures side by side", "effects",
            {{"Figure"},
             {"Before", "num"},
             {"After", "num"},
             {difference, "num"},
             {"Interval", "num"},
             {side.empty() ? "Against zero" : side},
             {"Test and remarks"}},
            out);
  for (const EffectFigure& figure : verdict.figures) {
    AddEffectRow(figure, verdict, reach, sense, out);
  }
  CloseTable(out);
  if (verdict.minimum_worthwhile) {
    out->Leaf("p", {{"class", "note"}},
              StrCat("Grey band: the minimum worthwhile change, ",
                     FormatNumber(*verdict.minimum_worthwhile,
                                  {.unit = verdict.difference_unit}),
                     ", declared beforehand."));
  }
}

}  // namespace csi::reporting::render
