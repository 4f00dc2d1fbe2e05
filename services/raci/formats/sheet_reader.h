// One sheet of a workbook as a grid. Errors name the cell. Not thread-safe.
#ifndef CSI_SERVICES_RACI_FORMATS_SHEET_READER_H_
#define CSI_SERVICES_RACI_FORMATS_SHEET_READER_H_

#include <map>
#include <string>
#include <vector>

#include "services/raci/formats/xml_reader.h"
#include "services/raci/table/grid.h"

namespace csi::raci {

class SheetHandler final : public XmlHandler {
 public:
  // `strings` are those that cells refer to, and must outlive the handler.
  SheetHandler(std::string name, const std::vector<std::string>& strings);

  absl::Status OnStart(std::string_view name,
                       const Attributes& attributes) override;
  absl::Status OnEnd(std::string_view name) override;
  void OnText(std::string_view text) override;

  Grid TakeGrid();

 private:
  struct Place {
    size_t row = 0;  // from 1
    size_t column = 0;
  };
  absl::Status StartCell(const Attributes& attributes);
  absl::Status EndCell();
  absl::Status Merge(std::string_view range);
  absl::Status CellError(std::string_view what) const;
  // False for what is no reference such as B12.
  static bool ReadPlace(std::string_view text, Place& place);

  const std::string name_;
  const std::vector<std::string>& strings_;
  std::map<size_t, std::vector<std::string>> rows_;
  std::map<size_t, bool> alone_;
  std::vector<std::pair<Place, Place>> merged_;
  Place place_;
  std::string type_;
  std::string text_;
  bool in_text_ = false;
  int guides_ = 0;
};

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_FORMATS_SHEET_READER_H_
