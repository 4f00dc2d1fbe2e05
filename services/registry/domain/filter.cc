#include "services/registry/domain/filter.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "common/base/strings.h"
#include "common/status/status.h"
#include "services/registry/domain/filter_node.h"
#include "services/registry/domain/limits.h"

namespace csi::registry {
namespace {

using NodePtr = std::unique_ptr<FilterNode>;

class Parser {
 public:
  Parser(std::string_view text, const FilterSchema& schema,
         const FilterVariables& variables)
      : text_(text), schema_(schema), variables_(variables) {}

  absl::StatusOr<NodePtr> Run() {
    ASSIGN_OR_RETURN(NodePtr root, Expression(0));
    Skip();
    if (at_ < text_.size()) return Bad("an operator or the end");
    return root;
  }

 private:
  absl::Status Bad(std::string_view expected) const {
    const std::string_view rest = text_.substr(at_, 20);
    return Refusal(common::v1::ERROR_REASON_FILTER_INVALID,
                   StrCat("filter: ", expected, " is expected at character ",
                          at_ + 1, rest.empty() ? ", the end" : ", before \"",
                          rest, rest.empty() ? "." : "\"."),
                   {{"position", StrCat(at_ + 1)}});
  }

  void Skip() {
    while (at_ < text_.size() &&
           absl::ascii_isspace(static_cast<unsigned char>(text_[at_]))) {
      ++at_;
    }
  }

  // Takes a symbol or a whole keyword.
  bool Take(std::string_view token) {
    Skip();
    if (text_.substr(at_, token.size()) != token) return false;
    const size_t end = at_ + token.size();
    const bool word = absl::ascii_isalpha(static_cast<unsigned char>(token[0]));
    if (word && end < text_.size() && text_[end] != '(' &&
        !absl::ascii_isspace(static_cast<unsigned char>(text_[end]))) {
      return false;
    }
    at_ = end;
    return true;
  }

  bool AtTerm() {
    Skip();
    return at_ < text_.size() && text_[at_] != ')';
  }

  absl::StatusOr<NodePtr> Expression(int depth) {
    if (depth > limits::kFilterDepthMax) {
      return Refusal(common::v1::ERROR_REASON_FILTER_INVALID,
                     StrCat("filter: more than ", limits::kFilterDepthMax,
                            " parentheses inside one another."));
    }
    auto node = std::make_unique<FilterNode>();
    node->kind = FilterNode::Kind::kAnd;
    do {
      ASSIGN_OR_RETURN(NodePtr factor, Factor(depth));
      node->children.push_back(std::move(factor));
    } while (Take("AND") || AtTerm());
    if (node->children.size() == 1) return std::move(node->children[0]);
    return node;
  }

  absl::StatusOr<NodePtr> Factor(int depth) {
    auto node = std::make_unique<FilterNode>();
    node->kind = FilterNode::Kind::kOr;
    do {
      ASSIGN_OR_RETURN(NodePtr term, Term(depth));
      node->children.push_back(std::move(term));
    } while (Take("OR"));
    if (node->children.size() == 1) return std::move(node->children[0]);
    return node;
  }

  absl::StatusOr<NodePtr> Term(int depth) {
    if (Take("NOT") || Take("-")) {
      auto node = std::make_unique<FilterNode>();
      node->kind = FilterNode::Kind::kNot;
      ASSIGN_OR_RETURN(NodePtr inner, Simple(depth));
      node->children.push_back(std::move(inner));
      return node;
    }
    return Simple(depth);
  }

  absl::StatusOr<NodePtr> Simple(int depth) {
    if (Take("(")) {
      ASSIGN_OR_RETURN(NodePtr inner, Expression(depth + 1));
      if (!Take(")")) return Bad("\")\"");
      return inner;
    }
    return Restriction();
  }

  absl::StatusOr<NodePtr> Restriction() {
    if (++terms_ > limits::kFilterTermsMax) {
      return Refusal(common::v1::ERROR_REASON_FILTER_INVALID,
                     StrCat("filter: more than ", limits::kFilterTermsMax,
                            " restrictions."));
    }
    auto node = std::make_unique<FilterNode>();
    Skip();
    node->field = Word(/*field=*/true);
    if (node->field.empty()) return Bad("a field");
    RETURN_IF_ERROR(Operator(*node));
    RETURN_IF_ERROR(Value(*node));
    if (const auto known = variables_.find(node->value);
        known != variables_.end()) {
      node->value = known->second;
    }
    RETURN_IF_ERROR(Resolve(schema_, *node));
    return node;
  }

  absl::Status Operator(FilterNode& node) {
    static constexpr std::pair<std::string_view, FilterOp> kOps[] = {
        {"!=", FilterOp::kNotEqual},
        {"<=", FilterOp::kLessEqual},
        {">=", FilterOp::kGreaterEqual},
        {"=", FilterOp::kEqual},
        {"<", FilterOp::kLess},
        {">", FilterOp::kGreater},
        {":", FilterOp::kHas}};
    for (const auto& [token, op] : kOps) {
      if (!Take(token)) continue;
      node.op = op;
      return absl::OkStatus();
    }
    return Bad("one of = != < <= > >= :");
  }

  absl::Status Value(FilterNode& node) {
    Skip();
    if (at_ < text_.size() && text_[at_] == '"') return Quoted(node);
    node.value = Word(/*field=*/false);
    return node.value.empty() ? Bad("a value") : absl::OkStatus();
  }

  absl::Status Quoted(FilterNode& node) {
    ++at_;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      node.value.push_back(text_[at_++]);
    }
    if (at_ >= text_.size()) return Bad("a closing '\"'");
    ++at_;
    return absl::OkStatus();
  }

  std::string Word(bool field) {
    const size_t from = at_;
    while (at_ < text_.size()) {
      const auto c = static_cast<unsigned char>(text_[at_]);
      const bool ends =
          absl::ascii_isspace(c) || c == '(' || c == ')' || c == '"' ||
          (field && (c == '=' || c == '!' || c == '<' || c == '>' || c == ':'));
      if (ends) break;
      ++at_;
    }
    return std::string(text_.substr(from, at_ - from));
  }

  std::string_view text_;
  const FilterSchema& schema_;
  const FilterVariables& variables_;
  size_t at_ = 0;
  int terms_ = 0;
};

bool MatchesNode(const FilterNode& node,
                 const google::protobuf::Message& message) {
  switch (node.kind) {
    case FilterNode::Kind::kAnd:
      for (const auto& child : node.children) {
        if (!MatchesNode(*child, message)) return false;
      }
      return true;
    case FilterNode::Kind::kOr:
      for (const auto& child : node.children) {
        if (MatchesNode(*child, message)) return true;
      }
      return false;
    case FilterNode::Kind::kNot:
      return !MatchesNode(*node.children[0], message);
    case FilterNode::Kind::kRestriction:
      return MatchesRestriction(node, message);
  }
  return false;
}

// Calls `take` for every restriction that all matches fulfil.
template <class Take>
void ForEachRequired(const FilterNode& node, Take take) {
  if (node.kind == FilterNode::Kind::kRestriction) take(node);
  if (node.kind != FilterNode::Kind::kAnd) return;
  for (const auto& child : node.children) ForEachRequired(*child, take);
}

bool MentionsField(const FilterNode& node, std::string_view field) {
  return StrCat(node.field, ".").starts_with(StrCat(field, ".")) ||
         std::any_of(
             node.children.begin(), node.children.end(),
             [&](const auto& child) { return MentionsField(*child, field); });
}

}  // namespace

Filter::Filter(std::unique_ptr<FilterNode> root) : root_(std::move(root)) {}
Filter::Filter(Filter&&) noexcept = default;
Filter& Filter::operator=(Filter&&) noexcept = default;
Filter::~Filter() = default;

absl::StatusOr<Filter> Filter::Parse(std::string_view text,
                                     const FilterSchema& schema,
                                     const FilterVariables& variables) {
  if (absl::StripAsciiWhitespace(View(text)).empty()) return Filter(nullptr);
  ASSIGN_OR_RETURN(NodePtr root, Parser(text, schema, variables).Run());
  return Filter(std::move(root));
}

bool Filter::Matches(const google::protobuf::Message& message) const {
  return root_ == nullptr || MatchesNode(*root_, message);
}

const std::string* Filter::EqualTo(std::string_view field) const {
  const std::string* value = nullptr;
  if (root_ == nullptr) return value;
  ForEachRequired(*root_, [&](const FilterNode& node) {
    if (value == nullptr && node.field == field &&
        node.op == FilterOp::kEqual) {
      value = &node.value;
    }
  });
  return value;
}

std::vector<std::string> Filter::Contained(std::string_view field) const {
  std::vector<std::string> values;
  if (root_ == nullptr) return values;
  ForEachRequired(*root_, [&](const FilterNode& node) {
    if (node.field == field && node.op == FilterOp::kHas) {
      values.push_back(node.value);
    }
  });
  return values;
}

FilterRange Filter::RangeOf(std::string_view field) const {
  FilterRange range;
  if (root_ == nullptr) return range;
  ForEachRequired(*root_, [&](const FilterNode& node) {
    if (node.field != field || node.op == FilterOp::kNotEqual ||
        node.op == FilterOp::kHas) {
      return;
    }
    const bool below =
        node.op == FilterOp::kLess || node.op == FilterOp::kLessEqual;
    const bool above =
        node.op == FilterOp::kGreater || node.op == FilterOp::kGreaterEqual;
    if (!below && node.number >= range.min) {
      range.min_open = node.op == FilterOp::kGreater ||
                       (range.min_open && node.number == range.min);
      range.min = node.number;
    }
    if (!above && node.number <= range.max) {
      range.max_open = node.op == FilterOp::kLess ||
                       (range.max_open && node.number == range.max);
      range.max = node.number;
    }
  });
  return range;
}

bool Filter::Mentions(std::string_view field) const {
  return root_ != nullptr && MentionsField(*root_, field);
}

}  // namespace csi::registry
