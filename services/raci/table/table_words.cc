#include "services/raci/table/table_words.h"

#include <algorithm>
#include <span>
#include <string>

#include "services/raci/table/cell_text.h"
#include "services/raci/table/letters.h"

namespace csi::raci {
namespace {

using Words = std::span<const std::string_view>;

constexpr std::string_view kActivity[] = {
    "activity", "activities", "task", "tasks", "deliverable", "deliverables",
    "process", "processes", "step", "steps", "action", "actions", "decision",
    "decisions", "milestone", "responsibility", "responsibilities", "work",
    "item", "items",
    // German, French, Spanish, Italian, Portuguese, Dutch.
    "aktivit\xc3\xa4t", "aktivit\xc3\xa4ten", "aufgabe", "aufgaben",
    "t\xc3\xa4tigkeit", "t\xc3\xa4tigkeiten", "prozess", "schritt",
    "arbeitspaket", "activit\xc3\xa9", "activit\xc3\xa9s",
    "t\xc3\xa2"
    "che",
    "t\xc3\xa2"
    "ches",
    "actividad", "actividades", "tarea", "tareas", "attivit\xc3\xa0",
    "atividade", "atividades", "tarefa", "activiteit", "activiteiten", "taak",
    "taken",
    // Russian: activity, task, work, process.
    "\xd0\xb4\xd0\xb5\xd1\x8f\xd1\x82\xd0\xb5\xd0\xbb\xd1\x8c\xd0\xbd\xd0\xbe"
    "\xd1\x81\xd1\x82\xd1\x8c",
    "\xd0\xb7\xd0\xb0\xd0\xb4\xd0\xb0\xd1\x87\xd0\xb0",
    "\xd0\xb7\xd0\xb0\xd0\xb4\xd0\xb0\xd1\x87\xd0\xb8",
    "\xd1\x80\xd0\xb0\xd0\xb1\xd0\xbe\xd1\x82\xd0\xb0",
    "\xd1\x80\xd0\xb0\xd0\xb1\xd0\xbe\xd1\x82\xd1\x8b",
    "\xd0\xbf\xd1\x80\xd0\xbe\xd1\x86\xd0\xb5\xd1\x81\xd1\x81",
    // Chinese and Japanese: activity, task.
    "\xe6\xb4\xbb\xe5\x8a\xa8", "\xe4\xbb\xbb\xe5\x8a\xa1",
    "\xe6\xb4\xbb\xe5\x8b\x95", "\xe3\x82\xbf\xe3\x82\xb9\xe3\x82\xaf"};

constexpr std::string_view kRole[] = {
    "role", "roles", "person", "people", "stakeholder", "stakeholders", "team",
    "teams", "position", "actor", "actors", "who", "name", "names", "party",
    "rolle", "rollen", "r\xc3\xb4le", "r\xc3\xb4les", "rol", "ruolo", "ruoli",
    "papel",
    // Russian: role, roles. Chinese, Japanese: role.
    "\xd1\x80\xd0\xbe\xd0\xbb\xd1\x8c", "\xd1\x80\xd0\xbe\xd0\xbb\xd0\xb8",
    "\xe8\xa7\x92\xe8\x89\xb2", "\xe5\xbd\xb9\xe5\x89\xb2"};

constexpr std::string_view kRoleNames[] = {
    "manager", "owner", "director", "lead", "leader", "team", "officer",
    "analyst", "engineer", "developer", "architect", "sponsor", "board",
    "committee", "department", "head", "chief", "ceo", "cio", "cto", "ciso",
    "cfo", "coo", "dpo", "pmo", "hr", "qa", "tester", "user", "users",
    "customer", "client", "vendor", "supplier", "desk", "auditor",
    "coordinator", "administrator", "admin", "consultant", "expert",
    "executive", "management", "commander", "operator", "operations", "staff",
    "support", "author", "master", "leiter", "leiterin", "abteilung", "chef",
    "responsable", "jefe", "equipo", "\xc3\xa9quipe", "direttore", "gerente",
    // Russian: manager, head, owner, department.
    "\xd0\xbc\xd0\xb5\xd0\xbd\xd0\xb5\xd0\xb4\xd0\xb6\xd0\xb5\xd1\x80",
    "\xd1\x80\xd1\x83\xd0\xba\xd0\xbe\xd0\xb2\xd0\xbe\xd0\xb4\xd0\xb8\xd1\x82"
    "\xd0\xb5\xd0\xbb\xd1\x8c",
    "\xd0\xb2\xd0\xbb\xd0\xb0\xd0\xb4\xd0\xb5\xd0\xbb\xd0\xb5\xd1\x86",
    "\xd0\xbe\xd1\x82\xd0\xb4\xd0\xb5\xd0\xbb"};

constexpr std::string_view kSection[] = {"phase",
                                         "phases",
                                         "stage",
                                         "section",
                                         "group",
                                         "category",
                                         "area",
                                         "workstream",
                                         "stream",
                                         "domain",
                                         "module",
                                         "chapter",
                                         "bereich",
                                         "kategorie",
                                         "fase",
                                         "etapa",
                                         "\xd1\x8d\xd1\x82\xd0\xb0\xd0\xbf",
                                         "\xd1\x84\xd0\xb0\xd0\xb7\xd0\xb0"};

constexpr std::string_view kNumber[] = {
    "#",         "no",           "no.",  "nr",    "nr.", "id",   "num",
    "number",    "ref",          "ref.", "wbs",   "pos", "pos.", "n\xc2\xb0",
    "n\xc2\xba", "\xe2\x84\x96", "s.no", "s.no.", "sl",  "sr"};

constexpr std::string_view kNote[] = {
    "notes",
    "note",
    "comment",
    "comments",
    "remark",
    "remarks",
    "description",
    "details",
    "bemerkung",
    "bemerkungen",
    "anmerkung",
    "anmerkungen",
    "kommentar",
    "notas",
    "nota",
    "commentaire",
    "commentaires",
    "due",
    "date",
    "deadline",
    "status",
    "priority",
    "source",
    "reference",
    "evidence",
    "\xd0\xbf\xd1\x80\xd0\xb8\xd0\xbc\xd0\xb5\xd1\x87\xd0\xb0\xd0\xbd\xd0\xb8"
    "\xd0\xb5"};

constexpr std::string_view kLegend[] = {"legend", "legende", "key",  "total",
                                        "totals", "source",  "note", "notes"};

bool IsOneOf(std::string_view word, Words words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool HasOneOf(std::string_view text, Words words) {
  const std::vector<std::string> found = WordsOf(text);
  return std::any_of(found.begin(), found.end(), [&](const std::string& word) {
    return IsOneOf(word, words);
  });
}

}  // namespace

bool SaysActivity(std::string_view text) { return HasOneOf(text, kActivity); }

bool SaysRole(std::string_view text) { return HasOneOf(text, kRole); }

bool NamesRole(std::string_view text) { return HasOneOf(text, kRoleNames); }

bool SaysSection(std::string_view text) { return HasOneOf(text, kSection); }

bool SaysNumber(std::string_view text) {
  return IsOneOf(FoldCase(TrimText(text)), kNumber);
}

bool SaysNote(std::string_view text) {
  return IsOneOf(FoldCase(TrimText(text)), kNote);
}

bool IsLegend(std::string_view text) {
  const std::vector<std::string> words = WordsOf(text);
  if (words.empty()) return false;
  if (words.size() <= 3 && IsOneOf(words[0], kLegend)) return true;
  // "R = Responsible", "A: Accountable, owns the result".
  const size_t sign = text.find_first_of("=:");
  const size_t end = sign == std::string_view::npos ? text.find(" - ") : sign;
  if (end == std::string_view::npos) return false;
  const Letters before = ReadLetters(text.substr(0, end));
  const Letters word = words.size() < 2 ? Letters() : ReadLetters(words[1]);
  return words[0].size() <= 2 && before.unknown.empty() &&
         before.letters.size() == 1 && words.size() >= 2 &&
         words[1].size() > 2 && word.unknown.empty() &&
         word.letters == before.letters;
}

}  // namespace csi::raci
