// One row's value, shared by all who read or stage it: its bytes, the message
// that they hold, or both. What is missing is made on first use and kept, so a
// row that many commands read and change is parsed once, and written once.
//
// A RowRef is never null-valued text: a null RowRef means that there is no row.
// One thread makes what is missing; once bytes() was called, any thread may
// call it again.
#ifndef CSI_COMMON_KV_ROW_H_
#define CSI_COMMON_KV_ROW_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace google::protobuf {
class Message;
}  // namespace google::protobuf

namespace csi {

class Row {
 public:
  explicit Row(std::string bytes)
      : bytes_(std::move(bytes)), has_bytes_(true) {}
  explicit Row(std::shared_ptr<const google::protobuf::Message> message)
      : message_(std::move(message)) {}

  // Deterministic: the same message, the same bytes.
  const std::string& bytes() const {
    if (!has_bytes_) Serialise();
    return bytes_;
  }
  // As a message of the prototype's type; null when it does not parse.
  const std::shared_ptr<const google::protobuf::Message>& As(
      const google::protobuf::Message& prototype) const;
  // Whether As has nothing left to do.
  bool parsed() const { return message_ != nullptr; }

 private:
  void Serialise() const;

  mutable std::string bytes_;
  mutable bool has_bytes_ = false;
  mutable std::shared_ptr<const google::protobuf::Message> message_;
};

using RowRef = std::shared_ptr<const Row>;

// What is to become of a row: a new value, or (false) its end.
class RowWrite {
 public:
  RowWrite() = default;
  // NOLINTBEGIN(google-explicit-constructor): a value
  RowWrite(std::nullopt_t) {}
  RowWrite(std::string_view bytes)
      : row_(std::make_shared<const Row>(std::string(bytes))) {}
  RowWrite(const std::string& bytes) : RowWrite(std::string_view(bytes)) {}
  RowWrite(const char* bytes) : RowWrite(std::string_view(bytes)) {}
  RowWrite(RowRef row) : row_(std::move(row)) {}
  // NOLINTEND(google-explicit-constructor)

  explicit operator bool() const { return row_ != nullptr; }
  const std::string& operator*() const { return row_->bytes(); }
  const RowRef& row() const { return row_; }

 private:
  RowRef row_;
};

}  // namespace csi

#endif  // CSI_COMMON_KV_ROW_H_
