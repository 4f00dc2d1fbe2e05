// Words by which a table says what its rows and columns are, in several
// languages. They decide only where the cells leave it open. Thread-safe.
#ifndef CSI_SERVICES_RACI_TABLE_TABLE_WORDS_H_
#define CSI_SERVICES_RACI_TABLE_TABLE_WORDS_H_

#include <string_view>

namespace csi::raci {

// "Activity", "Tasks / deliverables", "Aufgabe".
bool SaysActivity(std::string_view text);
// "Role", "Stakeholder", "Rolle".
bool SaysRole(std::string_view text);
// A name of a role: "Service owner", "Head of HR".
bool NamesRole(std::string_view text);
// "Phase", "Workstream": the column that groups the rows.
bool SaysSection(std::string_view text);
// "#", "No.", "ID": the column that numbers the rows.
bool SaysNumber(std::string_view text);
// "Notes", "Comments": a column for people.
bool SaysNote(std::string_view text);
// "R = Responsible", "Legend", "Total": a line that is no activity.
bool IsLegend(std::string_view text);

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_TABLE_TABLE_WORDS_H_
