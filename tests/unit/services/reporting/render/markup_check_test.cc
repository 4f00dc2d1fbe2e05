#include "tests/unit/services/reporting/render/markup_check.h"

#include <gtest/gtest.h>

namespace csi::reporting::render {
namespace {

TEST(MarkupCheck, AcceptsWellFormedMarkup) {
  const CheckedMarkup checked =
      CheckMarkup("<!DOCTYPE html>\n<p class=\"a b\">x &lt; <b>y</b></p>\n");
  EXPECT_EQ(checked.error, "");
  EXPECT_EQ(checked.Count("b"), 1);
  EXPECT_EQ(checked.CountClass("b"), 1);
  EXPECT_EQ(checked.AllText(), "x <  y ");
}

TEST(MarkupCheck, RefusesWhatABrowserWouldRepair) {
  for (const char* bad :
       {"<p>", "<p></b>", "<p><b></p></b>", "<p a=b></p>", "<p>&nbsp;</p>",
        "<p a=\"1\" a=\"2\"></p>", "<p a=\"<\"></p>", "<p>a > b</p>",
        "<p>\x01</p>", "text", "<style>a<b</style>", "<!-- x -->"}) {
    EXPECT_NE(CheckMarkup(bad).error, "") << bad;
  }
}

}  // namespace
}  // namespace csi::reporting::render
