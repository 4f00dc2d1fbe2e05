#include "services/workflow/definitions/definition_page.h"

#include <string_view>

#include "common/base/strings.h"

namespace csi::workflow {
namespace {

// One line of text without markup: what Markdown or HTML would read as such is
// escaped, line breaks become spaces.
std::string Plain(std::string_view text) {
  std::string plain;
  for (char c : text) {
    switch (c) {
      case '\n':
      case '\r':
      case '\t':
        plain.push_back(' ');
        break;
      case '<':
        plain += "&lt;";
        break;
      case '>':
        plain += "&gt;";
        break;
      case '&':
        plain += "&amp;";
        break;
      case '|':
      case '*':
      case '_':
      case '`':
      case '[':
      case ']':
      case '#':
      case '\\':
        plain.push_back('\\');
        plain.push_back(c);
        break;
      default:
        plain.push_back(c);
    }
  }
  return plain;
}

// A key in code: nothing is escaped there but the bar of a table.
std::string Code(std::string_view text) {
  std::string code = "`";
  for (char c : text) {
    if (c == '`' || static_cast<unsigned char>(c) < 0x20) continue;
    if (c == '|') code.push_back('\\');
    code.push_back(c);
  }
  return code + "`";
}

std::string Letters(const google::protobuf::RepeatedField<int>& letters) {
  std::string text;
  for (int letter : letters) {
    const std::string name =
        common::v1::Letter_IsValid(letter)
            ? common::v1::Letter_Name(static_cast<common::v1::Letter>(letter))
            : StrCat("LETTER_", letter);
    StrAppend(&text, text.empty() ? "" : ", ", name.substr(7, 1));
  }
  return text.empty() ? "nobody" : text;
}

std::string WordOf(v1::FieldType type) {
  std::string word = v1::FieldType_IsValid(type)
                         ? v1::FieldType_Name(type).substr(11)
                         : StrCat(type + 0);
  for (char& c : word) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return word;
}

std::string RulesOf(const v1::FieldDefinition& field) {
  std::string rules = field.required() ? "required" : "optional";
  if (!field.choices().empty()) {
    std::string choices;
    for (const std::string& choice : field.choices()) {
      StrAppend(&choices, choices.empty() ? "" : ", ", Plain(choice));
    }
    StrAppend(&rules, "; one of ", choices);
  }
  if (!field.passing().empty()) {
    std::string passing;
    for (const std::string& value : field.passing()) {
      StrAppend(&passing, passing.empty() ? "" : ", ", Plain(value));
    }
    StrAppend(&rules, "; passes with ", passing);
  }
  if (field.min_items() != 0) {
    StrAppend(&rules, "; at least ", field.min_items());
  }
  if (!field.unit().empty()) StrAppend(&rules, "; in ", Plain(field.unit()));
  if (field.decides()) StrAppend(&rules, "; the decision rests on it");
  return rules;
}

void Overview(const v1::Definition& definition, std::string& page) {
  StrAppend(&page, "| step | activity | days | may be left out | gate |\n",
            "|---|---|---|---|---|\n");
  for (const v1::StepDefinition& step : definition.steps()) {
    std::string gate;
    if (step.implements()) gate = "needs a baseline; waits for its changes";
    if (step.awaits_effect()) {
      StrAppend(&gate, gate.empty() ? "" : "; ", "awaits the effect");
    }
    StrAppend(&page, "| ", step.number(), ". ", Plain(step.title()), " | ",
              Code(step.activity()), " | ", step.due_days(), " | ",
              step.skippable() ? "yes" : "no", " | ", gate, " |\n");
  }
}

void Entry(const v1::EntryStates& entry, std::string& page) {
  const auto line = [&](std::string_view when, const std::string& state) {
    if (state.empty()) return;
    StrAppend(&page, "- The register entry is ", Plain(state), " ", when,
              ".\n");
  };
  line("when the step begins", entry.entered());
  line("when it is approved", entry.approved());
  line("when all changes are final", entry.changes_final());
  line("when work comes back to it from implementation", entry.returned());
}

void Step(const v1::StepDefinition& step, std::string& page) {
  StrAppend(&page, "\n## ", step.number(), ". ", Plain(step.title()), "\n\n",
            Plain(step.purpose()), "\n\n");
  const v1::StepLetters& letters = step.letters();
  StrAppend(&page, "- Key ", Code(step.key()), ", activity ",
            Code(step.activity()), ".\n");
  StrAppend(&page, "- Worked by ", Letters(letters.work()), ", approved by ",
            Letters(letters.approve()), ", sent back by ",
            Letters(letters.send_back()));
  if (step.skippable()) {
    StrAppend(&page, ", left out with a reason by ", Letters(letters.skip()));
  }
  StrAppend(&page, ".\n- Due after ", step.due_days(),
            " days; an opinion within ", step.consultation_days(), " days");
  StrAppend(&page,
            step.consultations() == v1::CONSULTATION_POLICY_NONE
                ? ", asked by people only.\n"
                : ", asked of the blocking roles when it is submitted.\n");
  Entry(step.entry(), page);
  if (step.fields().empty()) return;
  StrAppend(&page, "\n| field | kind | rules | what to write |\n",
            "|---|---|---|---|\n");
  for (const v1::FieldDefinition& field : step.fields()) {
    StrAppend(&page, "| ", Plain(field.title()), " (", Code(field.key()),
              ") | ", WordOf(field.type()), " | ", RulesOf(field), " | ",
              Plain(field.help()), " |\n");
  }
}

void Outcomes(const v1::Definition& definition, std::string& page) {
  StrAppend(&page, "\n## What change management answers\n\n",
            "| change ends as | what the run does |\n|---|---|\n");
  for (const v1::RfcOutcome& row : definition.rfc_outcomes()) {
    std::string what = "waits on";
    const std::string back = Code(row.return_to_step());
    if (row.effect() == v1::RFC_EFFECT_DONE) what = "the change is done";
    if (row.effect() == v1::RFC_EFFECT_RETURN) {
      what = StrCat("goes back to ", back);
    }
    if (row.effect() == v1::RFC_EFFECT_DROP) {
      what =
          StrCat("goes on with the other changes; without one back to ", back);
    }
    const std::string status =
        v1::Rfc::Status_IsValid(row.status())
            ? v1::Rfc::Status_Name(row.status()).substr(7)
            : StrCat(row.status() + 0);
    StrAppend(&page, "| ", Plain(status), " | ", what, " |\n");
  }
  StrAppend(&page,
            "\nAny other status keeps the run waiting. Without a review date "
            "of the entry the\neffect is awaited for ",
            definition.effect_days(), " days. The entry is ",
            Plain(definition.entry_held()), " while the run is held,\n",
            Plain(definition.entry_completed()), " when it is completed, ",
            Plain(definition.entry_cancelled()), " when it is cancelled.\n");
}

}  // namespace

std::string DefinitionPage(const v1::Definition& definition) {
  std::string page;
  StrAppend(&page, "# ", Plain(definition.title()), "\n\n",
            "<!-- Made by csictl definition document; do not edit. -->\n\n",
            Plain(definition.description()), "\n\n");
  const std::string& name = definition.name();
  const std::string id = name.substr(name.rfind('/') + 1);
  StrAppend(&page, "Definition ", Code(id), ", revision ",
            definition.revision());
  if (!definition.approach().empty()) {
    StrAppend(&page, ",\ntaken by entries of approach ",
              Plain(definition.approach()), " by default");
  }
  StrAppend(&page,
            ".\nR is responsible, A accountable, C consulted; who holds "
            "a letter is\nwhat the matrices in force say.\n\n");
  Overview(definition, page);
  for (const v1::StepDefinition& step : definition.steps()) Step(step, page);
  Outcomes(definition, page);
  return page;
}

}  // namespace csi::workflow
