// The register once more, as naively as can be: one map of plain structs and
// the rules written from the vocabulary, not from the code. The real register
// must agree with it on every verb of a random run.
#ifndef CSI_TESTS_UNIT_SERVICES_REGISTRY_DOMAIN_NAIVE_REGISTER_H_
#define CSI_TESTS_UNIT_SERVICES_REGISTRY_DOMAIN_NAIVE_REGISTER_H_

#include <map>
#include <string>
#include <vector>

namespace csi::registry {

struct NaiveEntry {
  int number = 0;
  int revision = 0;
  std::string state = "NEW";
  std::string back_to;  // of ON_HOLD and DEFERRED
  std::string accountable;
  std::string service;
  std::string run;
  bool running = false;
  bool held_by_run = false;
  bool outside = false;
  bool judged = false;  // accepted verdict
  int wake_up_day = 0;
};

// Who owns what: anna reviews, bob owns web, erin owns mail, orphan nobody.
class NaiveRegister {
 public:
  // Each returns whether the verb is taken; if so the entry has moved.
  bool Log(const std::string& id, const std::string& service, bool outside);
  bool Accept(const std::string& who, const std::string& id);
  bool Reject(const std::string& who, const std::string& id);
  bool Defer(const std::string& who, const std::string& id, int day);
  bool Hold(const std::string& who, const std::string& id);
  bool Resume(const std::string& who, const std::string& id);
  bool Cancel(const std::string& who, const std::string& id);
  bool Close(const std::string& who, const std::string& id);
  bool Reopen(const std::string& who, const std::string& id);
  bool Move(const std::string& who, const std::string& id,
            const std::string& to);
  // Facts, which are never refused.
  void RunStarts(const std::string& id, const std::string& run);
  void RunSays(const std::string& id, const std::string& run,
               const std::string& to, bool send_back);
  void RunEnds(const std::string& id, const std::string& run,
               const std::string& to, bool cancelled);
  void RunHolds(const std::string& id, const std::string& run);
  void RunGoesOn(const std::string& id, const std::string& run,
                 const std::string& to);
  void Judged(const std::string& id);
  // Days since the start; deferred entries of today and before wake up.
  void Day(int day);

  const std::map<std::string, NaiveEntry>& entries() const { return entries_; }

 private:
  NaiveEntry* Find(const std::string& id);
  std::string OwnerOf(const NaiveEntry& entry) const;
  void Step(NaiveEntry& entry, const std::string& to);

  std::map<std::string, NaiveEntry> entries_;
};

}  // namespace csi::registry

#endif  // CSI_TESTS_UNIT_SERVICES_REGISTRY_DOMAIN_NAIVE_REGISTER_H_
