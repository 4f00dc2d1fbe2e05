// The look of the report page on screen and on paper; colours come from the
// palette, charts bring their own.
#ifndef CSI_SERVICES_REPORTING_RENDER_STYLE_SHEET_H_
#define CSI_SERVICES_REPORTING_RENDER_STYLE_SHEET_H_

#include <string_view>

namespace csi::reporting::render {

std::string_view PageCss();
std::string_view PrintCss();

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_STYLE_SHEET_H_
