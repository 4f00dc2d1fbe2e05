#include "common/authority/question_key.h"

namespace csi::authority {
namespace {

// With its length in front: no two lists of parts look alike.
void Add(std::string& key, std::string_view part) {
  key.append(std::to_string(part.size()));
  key.push_back(':');
  key.append(part);
}

void Add(std::string& key, int64_t number) {
  key.append(std::to_string(number));
  key.push_back(';');
}

}  // namespace

std::string QuestionKey(std::string_view kind, std::string_view tenant,
                        std::string_view person,
                        const std::vector<common::v1::Letter>& letters,
                        const Question& question) {
  std::string key;
  key.reserve(256);
  Add(key, kind);
  Add(key, tenant);
  Add(key, person);
  Add(key, static_cast<int64_t>(letters.size()));
  for (common::v1::Letter letter : letters) Add(key, int64_t{letter});
  Add(key, question.activity);
  Add(key, question.variant);
  const common::v1::Scope& scope = question.scope;
  for (const std::string* part :
       {&scope.service(), &scope.process(), &scope.geography(),
        &scope.technology(), &scope.unit(), &scope.provider()}) {
    Add(key, *part);
  }
  Add(key, question.accountable_person);
  Add(key, absl::ToUnixNanos(question.as_of));
  Add(key, int64_t{question.stake.has_value()});
  if (question.stake) {
    Add(key, question.stake->currency);
    Add(key, question.stake->units);
    Add(key, int64_t{question.stake->nanos});
    Add(key, int64_t{question.stake->size});
  }
  return key;
}

}  // namespace csi::authority
