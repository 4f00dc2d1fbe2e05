// Small building blocks of the report: badges, tables, hashes, moments.
#ifndef CSI_SERVICES_REPORTING_RENDER_HTML_PARTS_H_
#define CSI_SERVICES_REPORTING_RENDER_HTML_PARTS_H_

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/reporting/render/markup.h"
#include "services/reporting/render/report_words.h"

namespace csi::reporting::render {

// Pills with an icon: no meaning rests on colour alone.
void AddStateBadge(EntryState state, Markup* out);
void AddVerdictBadge(VerdictValue value, Markup* out);
void AddVerdictIcon(VerdictValue value, Markup* out);

struct Column {
  std::string_view name;
  std::string_view style = {};  // "num" for figures
};

// A table with its heading as caption, inside a box that scrolls sideways on
// a narrow screen. CloseTable() ends it.
void OpenTable(std::string_view caption, std::string_view style,
               std::initializer_list<Column> columns, Markup* out);
void CloseTable(Markup* out);

// Cells. What is empty shows a dash, so that it is seen to be empty.
void AddCell(std::string_view words, Markup* out);
void AddRowHead(std::string_view words, Markup* out);
void AddNumberCell(std::string_view number, Markup* out);
void AddTimeCell(const std::optional<absl::Time>& time, Markup* out);
void AddDayCell(const std::optional<absl::CivilDay>& day, Markup* out);

void AddTime(absl::Time time, Markup* out);
void AddDay(absl::CivilDay day, Markup* out);

// The first digits of a hash, all of them in the title.
void AddHash(std::string_view hash, Markup* out);

// A code in capitals, such as TOO_FEW.
void AddCode(std::string_view code, Markup* out);

// A sentence where a section has nothing to show.
void AddEmpty(std::string_view words, Markup* out);

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_HTML_PARTS_H_
