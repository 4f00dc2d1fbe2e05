#include "tools/csictl/register_value.h"

#include "gtest/gtest.h"

namespace csi::tools {
namespace {

std::string Day(std::string_view text) {
  const auto day = ParseDay(text);
  return day ? DayCell(*day) : "none";
}

std::string Amount(std::string_view text) {
  const auto money = ParseAmount(text);
  return money ? AmountCell(*money) : "none";
}

TEST(RegisterValue, DaysInTheFormsOfSpreadsheets) {
  EXPECT_EQ(Day("2026-05-01"), "2026-05-01");
  EXPECT_EQ(Day("1.5.2026"), "2026-05-01");
  EXPECT_EQ(Day("1 May 2026"), "2026-05-01");
  EXPECT_EQ(Day("01-May-2026"), "2026-05-01");
  EXPECT_EQ(Day(" 45123 "), "2023-07-16");
  EXPECT_EQ(Day("2026-05-01 08:00:00"), "2026-05-01");
  EXPECT_EQ(Day("03/04/2026"), "none");
  EXPECT_EQ(Day("30.2.2026"), "none");
  EXPECT_EQ(Day("7"), "none");
  EXPECT_EQ(Day("soon"), "none");
}

TEST(RegisterValue, AmountsWithThousandsAndSigns) {
  EXPECT_EQ(Amount("EUR 1200.5"), "EUR 1200.5");
  EXPECT_EQ(Amount("1,200.50 EUR"), "EUR 1200.5");
  EXPECT_EQ(Amount("€ 1.200,50"), "EUR 1200.5");
  EXPECT_EQ(Amount("$12,345,678"), "USD 12345678");
  EXPECT_EQ(Amount("£ 12"), "GBP 12");
  EXPECT_EQ(Amount("CHF 1'200.50"), "CHF 1200.5");
  EXPECT_EQ(Amount("EUR 0.000000001"), "EUR 0.000000001");
}

TEST(RegisterValue, AmountsThatMayBeTwoThingsAreNone) {
  EXPECT_EQ(Amount("EUR 1.200"), "none");
  EXPECT_EQ(Amount("EUR 1,200"), "none");
  EXPECT_EQ(Amount("1200"), "none");
  EXPECT_EQ(Amount("EUR about 5"), "none");
  EXPECT_EQ(Amount("EUR -5"), "none");
  EXPECT_EQ(Amount("EUR"), "none");
}

TEST(RegisterValue, AnAmountReadsBackAsItIs) {
  google::type::Money money;
  money.set_currency_code("EUR");
  for (int64_t units : {int64_t{0}, int64_t{7}, int64_t{123456789}}) {
    for (int nanos : {0, 1, 5000000, 125000000, 500000000, 999999999}) {
      money.set_units(units);
      money.set_nanos(nanos);
      const auto again = ParseAmount(AmountCell(money));
      ASSERT_TRUE(again) << AmountCell(money);
      EXPECT_EQ(again->units(), units);
      EXPECT_EQ(again->nanos(), nanos);
    }
  }
}

}  // namespace
}  // namespace csi::tools
