#include "services/raci/table/letter_signs.h"

namespace csi::raci {
namespace {

constexpr auto kR = common::v1::LETTER_RESPONSIBLE;
constexpr auto kA = common::v1::LETTER_ACCOUNTABLE;
constexpr auto kC = common::v1::LETTER_CONSULTED;
constexpr auto kI = common::v1::LETTER_INFORMED;

// Only words that mean one letter: the German "verantwortlich" and the French
// "responsable" are said of R and of A, so they are left to people.
constexpr LetterWord kWords[] = {
    {"responsibility", kR},
    {"responsible", kR},
    {"accountability", kA},
    {"accountable", kA},
    {"consultation", kC},
    {"consulted", kC},
    {"information", kI},
    {"informed", kI},
    {"rechenschaftspflichtig", kA},
    {"durchf\xc3\xbchrend", kR},
    {"konsultiert", kC},
    {"informiert", kI},
    {"approbateur", kA},
    {"r\xc3\xa9"
     "alisateur",
     kR},
    {"consult\xc3\xa9", kC},
    {"inform\xc3\xa9", kI},
    {"aprobador", kA},
    {"ejecutor", kR},
    {"consultado", kC},
    {"informado", kI},
    {"aprovador", kA},
    {"consultato", kC},
    {"informato", kI},
    // Russian: performer, consulted, informed.
    {"\xd0\xb8\xd1\x81\xd0\xbf\xd0\xbe\xd0\xbb\xd0\xbd\xd0\xb8\xd1\x82\xd0\xb5"
     "\xd0\xbb\xd1\x8c",
     kR},
    {"\xd0\xba\xd0\xbe\xd0\xbd\xd1\x81\xd1\x83\xd0\xbb\xd1\x8c\xd1\x82\xd0\xb0"
     "\xd0\xbd\xd1\x82",
     kC},
    {"\xd0\xb8\xd0\xbd\xd1\x84\xd0\xbe\xd1\x80\xd0\xbc\xd0\xb8\xd1\x80\xd1\x83"
     "\xd0\xb5\xd0\xbc\xd1\x8b\xd0\xb9",
     kI},
    {"consult", kC},
    {"inform", kI},
    {"r", kR},
    {"a", kA},
    {"c", kC},
    {"i", kI},
};

constexpr LetterWord kLooks[] = {
    {"1", kI},
    // Cyrillic A, Es, Ukrainian I and palochka, upper and lower case.
    {"\xd0\x90", kA},
    {"\xd0\xb0", kA},
    {"\xd0\xa1", kC},
    {"\xd1\x81", kC},
    {"\xd0\x86", kI},
    {"\xd1\x96", kI},
    {"\xd0\x87", kI},
    {"\xd3\x80", kI},
    {"\xd3\x8f", kI},
    // Greek Alpha, Iota and lunate Sigma.
    {"\xce\x91", kA},
    {"\xce\xb1", kA},
    {"\xce\x99", kI},
    {"\xce\xb9", kI},
    {"\xcf\xb9", kC},
    {"\xcf\xb2", kC},
    // Turkish i without and I with a dot.
    {"\xc4\xb1", kI},
    {"\xc4\xb0", kI},
    // What editors make of (R) and (C).
    {"\xc2\xae", kR},
    {"\xc2\xa9", kC},
    // Full-width letters.
    {"\xef\xbc\xa1", kA},
    {"\xef\xbc\xb2", kR},
    {"\xef\xbc\xa3", kC},
    {"\xef\xbc\xa9", kI},
    {"\xef\xbd\x81", kA},
    {"\xef\xbd\x92", kR},
    {"\xef\xbd\x83", kC},
    {"\xef\xbd\x89", kI},
    // Circled letters.
    {"\xe2\x92\xb6", kA},
    {"\xe2\x93\x87", kR},
    {"\xe2\x92\xb8", kC},
    {"\xe2\x92\xbe", kI},
    // Roman numerals one and hundred.
    {"\xe2\x85\xa0", kI},
    {"\xe2\x85\xb0", kI},
    {"\xe2\x85\xad", kC},
    {"\xe2\x85\xbd", kC},
    // Cherokee letters that look like R, A and C.
    {"\xe1\x8e\xa1", kR},
    {"\xe1\x8e\xaa", kA},
    {"\xe1\x8f\x9f", kC},
    // Bold letters of mathematics, with and without serifs.
    {"\xf0\x9d\x90\x80", kA},
    {"\xf0\x9d\x90\x91", kR},
    {"\xf0\x9d\x90\x82", kC},
    {"\xf0\x9d\x90\x88", kI},
    {"\xf0\x9d\x97\x94", kA},
    {"\xf0\x9d\x97\xa5", kR},
    {"\xf0\x9d\x97\x96", kC},
    {"\xf0\x9d\x97\x9c", kI},
};

}  // namespace

std::span<const LetterWord> LetterWords() { return kWords; }
std::span<const LetterWord> LookAlikes() { return kLooks; }

}  // namespace csi::raci
