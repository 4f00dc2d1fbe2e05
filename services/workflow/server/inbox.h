// The items of one person's inbox, as the API shows them: work and what was
// told, each with the reason why it came to this person. Reads one snapshot;
// not thread-safe, cheap to make.
#ifndef CSI_SERVICES_WORKFLOW_SERVER_INBOX_H_
#define CSI_SERVICES_WORKFLOW_SERVER_INBOX_H_

#include <string>
#include <string_view>
#include <vector>

#include "common/authority/directory.h"
#include "common/domain/paging.h"
#include "csi/workflow/v1/workflow_journal.pb.h"

namespace csi::workflow {

class Inbox {
 public:
  // `person` is an id; `context` outlives the inbox.
  Inbox(const QueryContext& context, std::string person);

  // At most kInboxRowsMax each, by key: work by run and step, what was told
  // oldest first.
  std::vector<v1::InboxItem> Waiting() const;
  std::vector<v1::InboxItem> Told() const;
  // False if there is no such item.
  bool Find(const std::string& id, v1::InboxItem& item) const;

 private:
  void Head(std::string_view id, int64_t create_us, int64_t read_us,
            v1::InboxItem& item) const;
  bool WorkItem(std::string_view id, std::string_view value,
                v1::InboxItem& item) const;
  void WhyWork(const v1::InboxRow& row, const v1::RunRow& run,
               v1::InboxItem& item) const;
  // The step went up, and this person is not its A.
  bool IsAbove(const v1::InboxRow& row, const v1::RunRow& run) const;
  bool ToldItem(std::string_view id, std::string_view value,
                v1::InboxItem& item) const;

  const QueryContext& context_;
  const std::string person_;
  const std::string name_;
  const authority::Directory directory_;
};

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_SERVER_INBOX_H_
