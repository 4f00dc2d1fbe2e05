// One entry of the register on one page, for a meeting or a file: what it is,
// where it stands, what it should bring, and what happened. Pure.
#ifndef CSI_TOOLS_CSICTL_OPPORTUNITY_SHEET_H_
#define CSI_TOOLS_CSICTL_OPPORTUNITY_SHEET_H_

#include <string>
#include <utility>
#include <vector>

#include "csi/registry/v1/registry_service.pb.h"

namespace csi::tools {

// What the server says about an entry.
struct OpportunityFile {
  registry::v1::Opportunity entry;
  registry::v1::WaitingEntry waiting;  // empty for a finished entry
  registry::v1::ScoreExplanation score;
  std::vector<registry::v1::HistoryEntry> history;
  std::vector<registry::v1::Objection> objections;
};

struct SheetSection {
  std::string title;
  // A label and what stands behind it; without a label a line of its own.
  std::vector<std::pair<std::string, std::string>> rows;
};

struct Sheet {
  std::string title;
  std::string subtitle;
  std::vector<SheetSection> sections;  // none without rows
};

Sheet MakeSheet(const OpportunityFile& file);

// At most 80 columns wide.
std::string SheetAsText(const Sheet& sheet);
// A page by itself, without scripts or foreign resources; prints on A4.
std::string SheetAsHtml(const Sheet& sheet);

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_OPPORTUNITY_SHEET_H_
