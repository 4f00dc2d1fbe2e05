#include "tools/csictl/progress_bar.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace csi::tools {
namespace {
constexpr int kWidth = 40;
}  // namespace

ProgressBar::ProgressBar(std::string label, bool quiet)
    : label_(std::move(label)), shown_(!quiet && isatty(STDERR_FILENO) == 1) {}

ProgressBar::~ProgressBar() { Clear(); }

void ProgressBar::Show(uint64_t done, uint64_t total) {
  if (!shown_ || total == 0) return;
  const int permille =
      static_cast<int>(1000.0 * static_cast<double>(std::min(done, total)) /
                       static_cast<double>(total));
  if (permille == last_permille_ && visible_) return;
  last_permille_ = permille;
  visible_ = true;
  const int full = permille * kWidth / 1000;
  std::fprintf(stderr, "\r%s [%s%s] %3d %%", label_.c_str(),
               std::string(full, '#').c_str(),
               std::string(kWidth - full, '.').c_str(), permille / 10);
  std::fflush(stderr);
}

void ProgressBar::Clear() {
  if (!visible_) return;
  std::fprintf(stderr, "\r%s\r",
               std::string(label_.size() + kWidth + 10, ' ').c_str());
  std::fflush(stderr);
  visible_ = false;
}

}  // namespace csi::tools
