// The grammar that is read:
//   text    = [BOM] *( record line-end ) [ record ]
//   record  = field *( delimiter field )
//   field   = *plain | QUOTE *( plain | delimiter | CR | LF | QUOTE QUOTE )
//             QUOTE
//   line-end = LF | CR LF
// A record that is cut by the end of the buffer is scanned again from its
// start after more bytes have been read: the buffer is filled to the brim
// and doubles, so this costs at most a constant factor.
#include "common/csv/reader.h"

#include <algorithm>
#include <cstring>

#include "common/csv/utf8.h"

namespace csi::csv {
namespace {

constexpr char kQuote = '"';
constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";

}  // namespace

Reader::Reader(ByteSource* source, const ReaderOptions& options)
    : source_(source), options_(options), buffer_(kBufferBytes) {
  for (const char c : {options_.delimiter, kQuote, '\r', '\n', '\0'}) {
    stops_[static_cast<unsigned char>(c)] = true;
  }
}

bool Reader::Next(Row* row) {
  if (!status_.ok()) return false;
  if (!started_) {
    started_ = true;
    Refill();
    SkipByteOrderMark();
  } else {
    begin_ += record_bytes_;
    line_ += newlines_inside_;
  }
  record_bytes_ = 0;
  newlines_inside_ = 0;
  if (!status_.ok()) return false;
  SkipBlankLines();
  while (status_.ok() && !(source_ended_ && available() == 0)) {
    switch (ScanRecord()) {
      case Scan::kRecord:
        if (!CheckRecord()) return false;
        CutFields();
        ++rows_;
        row->line = line_;
        row->fields = fields_;
        return true;
      case Scan::kNeedsMore:
        Refill();
        SkipBlankLines();
        break;
      case Scan::kFailed:
        return false;
    }
  }
  return false;
}

// Moves the record to the front and reads until the buffer is full or the
// source ends. False if the source failed.
bool Reader::Refill() {
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, available());
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == buffer_.size()) buffer_.resize(buffer_.size() * 2);
  while (end_ < buffer_.size() && !source_ended_) {
    absl::StatusOr<size_t> bytes =
        source_->Read(buffer_.data() + end_, buffer_.size() - end_);
    if (!bytes.ok()) {
      error_ = {Reason::kSource, line_, 0, 0, 0};
      status_ = std::move(bytes).status();
      return false;
    }
    source_ended_ = *bytes == 0;
    end_ += *bytes;
  }
  return true;
}

void Reader::SkipByteOrderMark() {
  const std::string_view front(record(), available());
  if (front.substr(0, kUtf8Mark.size()) == kUtf8Mark) {
    begin_ += kUtf8Mark.size();
  } else if (front.substr(0, 2) == "\xFF\xFE" ||
             front.substr(0, 2) == "\xFE\xFF") {
    FailAt(Reason::kUtf16, 0);
  }
}

void Reader::SkipBlankLines() {
  while (available() > 0) {
    const bool cr_lf =
        available() > 1 && record()[0] == '\r' && record()[1] == '\n';
    if (record()[0] != '\n' && !cr_lf) return;
    begin_ += cr_lf ? 2 : 1;
    ++line_;
  }
}

Reader::Scan Reader::ScanRecord() {
  pieces_.clear();
  newlines_inside_ = 0;
  size_t at = 0;
  while (true) {
    if (pieces_.size() == options_.columns_max) {
      return FailAt(Reason::kTooManyColumns, at, options_.columns_max);
    }
    const bool quoted = at < available() && record()[at] == kQuote;
    const Scan field = quoted ? ScanQuoted(&at) : ScanUnquoted(&at);
    if (field != Scan::kRecord) return field;
    if (at > options_.record_bytes_max) {
      return FailAt(Reason::kRecordTooLong, 0, options_.record_bytes_max);
    }
    text_bytes_ = at;
    if (at == available()) {
      record_bytes_ = at;
      return Scan::kRecord;  // the source has ended
    }
    const char stop = record()[at];
    if (stop == options_.delimiter) {
      ++at;
      continue;
    }
    // ScanUnquoted and ScanQuoted leave nothing but LF or CR LF here.
    record_bytes_ = at + (stop == '\r' ? 2 : 1);
    ++newlines_inside_;
    return Scan::kRecord;
  }
}

// Leaves *at on the delimiter, on the line end or at the end of the text.
Reader::Scan Reader::ScanUnquoted(size_t* at) {
  const size_t begin = *at;
  const char* const text = record();
  const size_t size = available();
  size_t i = begin;
  while (i < size && !stops_[static_cast<unsigned char>(text[i])]) ++i;
  if (i - begin > options_.field_bytes_max) {
    return FailAt(Reason::kFieldTooLong, begin, options_.field_bytes_max);
  }
  if (i == size) {
    if (!source_ended_) return Scan::kNeedsMore;
  } else if (text[i] == kQuote) {
    return FailAt(Reason::kQuoteInsideField, i);
  } else if (text[i] == '\0') {
    return FailAt(Reason::kNulByte, i);
  } else if (text[i] == '\r') {
    if (i + 1 == size && !source_ended_) return Scan::kNeedsMore;
    if (i + 1 == size || text[i + 1] != '\n') {
      return FailAt(Reason::kBareCarriageReturn, i);
    }
  }
  pieces_.push_back({begin, i - begin, false});
  *at = i;
  return Scan::kRecord;
}

// As ScanUnquoted, for a field that begins with a quote.
Reader::Scan Reader::ScanQuoted(size_t* at) {
  const size_t begin = *at + 1;
  const char* const text = record();
  const size_t size = available();
  bool doubled = false;
  size_t i = begin;
  while (true) {
    for (; i < size && text[i] != kQuote; ++i) {
      if (text[i] == '\n') ++newlines_inside_;
      if (text[i] == '\0') return FailAt(Reason::kNulByte, i);
    }
    if (i - begin > options_.field_bytes_max) {
      return FailAt(Reason::kFieldTooLong, *at, options_.field_bytes_max);
    }
    if (i == size) {
      if (!source_ended_) return Scan::kNeedsMore;
      return FailAt(Reason::kQuoteNotClosed, *at);
    }
    if (i + 1 == size && !source_ended_) return Scan::kNeedsMore;
    if (i + 1 == size || text[i + 1] != kQuote) break;
    doubled = true;
    i += 2;
  }
  const size_t after = i + 1;
  if (after < size && text[after] != options_.delimiter &&
      text[after] != '\n') {
    if (text[after] != '\r') return FailAt(Reason::kTextAfterQuote, after);
    if (after + 1 == size && !source_ended_) return Scan::kNeedsMore;
    if (after + 1 == size || text[after + 1] != '\n') {
      return FailAt(Reason::kBareCarriageReturn, after);
    }
  } else if (after == size && !source_ended_) {
    return Scan::kNeedsMore;
  }
  pieces_.push_back({begin, i - begin, doubled});
  *at = after;
  return Scan::kRecord;
}

bool Reader::CheckRecord() {
  if (rows_ == options_.rows_max) {
    FailAt(Reason::kTooManyRows, 0, options_.rows_max);
    return false;
  }
  const size_t valid = ValidUtf8Prefix({record(), text_bytes_});
  if (valid < text_bytes_) {
    FailAt(Reason::kNotUtf8, valid);
    return false;
  }
  return true;
}

// Doubled quotes are folded in place: the record is not scanned again.
void Reader::CutFields() {
  fields_.clear();
  char* const text = buffer_.data() + begin_;
  for (const Piece& piece : pieces_) {
    char* const from = text + piece.begin;
    size_t bytes = piece.bytes;
    if (piece.doubled_quotes) {
      size_t to = 0;
      for (size_t i = 0; i < piece.bytes; ++i) {
        from[to++] = from[i];
        if (from[i] == kQuote) ++i;
      }
      bytes = to;
    }
    fields_.emplace_back(from, bytes);
  }
}

// Finds line and column of `offset` within the record only now: errors are
// rare, records are not.
Reader::Scan Reader::FailAt(Reason reason, size_t offset, uint64_t limit) {
  error_ = {reason, line_, 1, 1, limit};
  for (size_t i = 0; i < offset; ++i) {
    ++error_.column;
    if (record()[i] == '\n') {
      ++error_.line;
      error_.column = 1;
    }
  }
  error_.field = pieces_.size() + 1;
  if (reason == Reason::kNotUtf8) {
    error_.field = 0;
    for (const Piece& piece : pieces_) {
      if (piece.begin <= offset) ++error_.field;
    }
  }
  if (reason == Reason::kTooManyRows || reason == Reason::kRecordTooLong) {
    error_.field = 1;
  }
  status_ = ToStatus(error_);
  return Scan::kFailed;
}

}  // namespace csi::csv
