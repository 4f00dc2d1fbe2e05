// What may stand in a cell: the words and signs for the four letters, what only
// looks like one, what parts letters, and what means nobody. Constant data,
// UTF-8; words are in lower case.
#ifndef CSI_SERVICES_RACI_TABLE_LETTER_SIGNS_H_
#define CSI_SERVICES_RACI_TABLE_LETTER_SIGNS_H_

#include <span>
#include <string_view>

#include "csi/common/v1/common.pb.h"

namespace csi::raci {

struct LetterWord {
  std::string_view text;
  common::v1::Letter letter;
};

// Longer ones first: a word is not read letter by letter.
std::span<const LetterWord> LetterWords();
// Compared as they stand, upper and lower case apart.
std::span<const LetterWord> LookAlikes();

// Between letters: they say nothing.
inline constexpr std::string_view kFillers[] = {" ",
                                                "\t",
                                                "\n",
                                                "\r",
                                                "/",
                                                "\\",
                                                ",",
                                                ";",
                                                "+",
                                                "&",
                                                "_",
                                                "-",
                                                ".",
                                                ":",
                                                "|",
                                                "(",
                                                ")",
                                                "[",
                                                "]",
                                                "and",
                                                "\xc2\xb7",
                                                "\xc2\xa0",
                                                "\xe2\x80\x90",
                                                "\xe2\x80\x91",
                                                "\xe2\x80\x92",
                                                "\xe2\x80\x93",
                                                "\xe2\x80\x94",
                                                "\xe2\x80\x95",
                                                "\xe2\x80\xa2",
                                                "\xe2\x88\x92",
                                                "\xe2\x88\x95",
                                                "\xe2\x81\x84",
                                                "\xe2\x80\xaf",
                                                "\xe3\x80\x80",
                                                "\xe3\x80\x81",
                                                "\xe3\x83\xbb",
                                                "\xef\xbc\x8c",
                                                "\xef\xbc\x8f",
                                                "\xe2\x8b\x85",
                                                "\xe2\x88\x99"};

// Behind a letter: a note below the table.
inline constexpr std::string_view kFootnoteSigns[] = {
    "\xc2\xb9",     "\xc2\xb2",     "\xc2\xb3",    "\xe2\x81\xb4",
    "\xe2\x81\xb5", "\xe2\x80\xa0", "\xe2\x80\xa1"};

// Behind a letter: the rest explains it.
inline constexpr std::string_view kCommentSigns[] = {
    " - ", ": ", "\n", "; ", ", ", " \xe2\x80\x93 ", " \xe2\x80\x94 "};

inline constexpr std::string_view kNoneWords[] = {"n/a",
                                                  "na",
                                                  "n.a.",
                                                  "n.a",
                                                  "n\\a",
                                                  "none",
                                                  "nil",
                                                  "nobody",
                                                  "k.a.",
                                                  "not applicable",
                                                  "\xd0\xbd/\xd0\xb4",
                                                  "\xd0\xbd\xd0\xb5\xd1\x82",
                                                  "keine",
                                                  "keiner",
                                                  "aucun",
                                                  "ninguno",
                                                  "nessuno"};

}  // namespace csi::raci

#endif  // CSI_SERVICES_RACI_TABLE_LETTER_SIGNS_H_
