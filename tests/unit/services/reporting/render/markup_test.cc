#include "services/reporting/render/markup.h"

#include <gtest/gtest.h>

namespace csi::reporting::render {
namespace {

TEST(Markup, EscapesTextAndAttributeValues) {
  Markup out;
  out.Leaf("b", {{"title", "a\"<'&"}}, "<script>&");
  EXPECT_EQ(out.Take(),
            "<b title=\"a&quot;&lt;&#39;&amp;\">&lt;script&gt;&amp;</b>");
}

TEST(Markup, ClosesInOrderWhatIsStillOpen) {
  Markup out;
  out.Open("i").Open("b").Text("x");
  EXPECT_EQ(out.Take(), "<i><b>x</b></i>");
}

TEST(Markup, LeavesOutOmittedAttributesButWritesEmptyOnes) {
  Markup out;
  out.Empty("i", {{"a", Markup::kOmit}, {"b", ""}});
  EXPECT_EQ(out.Take(), "<i b=\"\"/>");
}

TEST(Markup, IsolatesWordsOfPeople) {
  Markup out;
  out.Words("שלום");
  EXPECT_EQ(out.Take(), "<bdi>שלום</bdi>");
}

TEST(Markup, AddsAnotherMarkupClosed) {
  Markup inner;
  inner.Open("b").Text("x");
  Markup out;
  out.Open("i").Add(std::move(inner)).Close();
  EXPECT_EQ(out.Take(), "<i><b>x</b></i>");
}

}  // namespace
}  // namespace csi::reporting::render
