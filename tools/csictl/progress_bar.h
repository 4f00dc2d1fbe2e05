// A progress bar on standard error; silent unless that is a terminal.
// One thread.
#ifndef CSI_TOOLS_CSICTL_PROGRESS_BAR_H_
#define CSI_TOOLS_CSICTL_PROGRESS_BAR_H_

#include <cstdint>
#include <string>

namespace csi::tools {

class ProgressBar {
 public:
  // `quiet`: never show anything.
  ProgressBar(std::string label, bool quiet);
  // Clears the line.
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // `total` 0: not known.
  void Show(uint64_t done, uint64_t total);
  // Takes the bar off, so that other lines can be written.
  void Clear();

 private:
  const std::string label_;
  const bool shown_;
  int last_permille_ = -1;
  bool visible_ = false;
};

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_PROGRESS_BAR_H_
