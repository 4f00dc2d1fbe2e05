// Commands of the registry service: the CSI register.
#include "tools/csictl/command_rows.h"

namespace csi::tools {
namespace {

#define CALL(method) "csi.registry.v1.RegistryService." method

constexpr CommandRow kRows[] = {
    {"opportunity", "create", CALL("CreateOpportunity"), "opportunity_id", "",
     "", "Log an improvement opportunity"},
    {"opportunity", "show", CALL("GetOpportunity"), "name", "opportunities", "",
     "One entry"},
    {"opportunity", "list", CALL("ListOpportunities"), "", "",
     "number name title state accountable due_date score",
     "Entries, by --view, --filter and --order-by"},
    {"opportunity", "duplicates", CALL("SuggestDuplicates"), "opportunity",
     "opportunities", "number title state similarity verdict opportunity",
     "What may say the same as an entry, or as a --title"},
    {"opportunity", "waiting", CALL("ListWaiting"), "", "",
     "number title state waiting_for why since_time",
     "For whom unfinished entries wait; --person @me for oneself"},
    {"opportunity", "update", CALL("UpdateOpportunity"), "opportunity.name",
     "opportunities", "", "Change fields named by --update-mask"},
    {"opportunity", "accept", CALL("AcceptOpportunity"), "name",
     "opportunities", "", "Accept an entry; needs one accountable person"},
    {"opportunity", "reject", CALL("RejectOpportunity"), "name",
     "opportunities", "", "Reject an entry with a reason"},
    {"opportunity", "defer", CALL("DeferOpportunity"), "name", "opportunities",
     "", "Defer an entry to a wake-up date"},
    {"opportunity", "hold", CALL("HoldOpportunity"), "name", "opportunities",
     "", "Put an entry on hold"},
    {"opportunity", "resume", CALL("ResumeOpportunity"), "name",
     "opportunities", "", "Back to the state before the hold"},
    {"opportunity", "cancel", CALL("CancelOpportunity"), "name",
     "opportunities", "", "Cancel an entry"},
    {"opportunity", "close", CALL("CloseOpportunity"), "name", "opportunities",
     "", "Close an entry"},
    {"opportunity", "reopen", CALL("ReopenOpportunity"), "name",
     "opportunities", "", "Reopen a closed entry"},
    {"opportunity", "move", CALL("MoveOpportunity"), "name", "opportunities",
     "", "Move an entry that is worked outside of the process, with a reason"},
    {"opportunity", "link", CALL("LinkOpportunity"), "name", "opportunities",
     "", "Link an entry to something"},
    {"opportunity", "history", CALL("ListHistory"), "parent", "opportunities",
     "", "Who did what to an entry, when"},
    {"opportunity", "score", CALL("ExplainScore"), "name", "opportunities", "",
     "Each term of an entry's score"},
    {"opportunity", "board", CALL("GetBoard"), "", "", "",
     "Entries counted by state"},
    {"prioritization", "open", CALL("OpenPrioritization"), "prioritization_id",
     "", "", "Open a joint session"},
    {"prioritization", "vote", CALL("CastVote"), "name", "prioritizations", "",
     "Cast a vote in a session"},
    {"prioritization", "conclude", CALL("ConcludePrioritization"), "name",
     "prioritizations", "", "Compute and record the ranking"},
    {"prioritization", "show", CALL("GetPrioritization"), "name",
     "prioritizations", "", "One session with its ranking"},
    {"prioritization", "list", CALL("ListPrioritizations"), "", "", "",
     "All sessions"},
    {"prioritization", "votes", CALL("ListVotes"), "parent", "prioritizations",
     "", "Votes of a session"},
    {"objection", "raise", CALL("RaiseObjection"), "objection_id", "", "",
     "Object to an entry"},
    {"objection", "answer", CALL("AnswerObjection"), "name", "objections", "",
     "Answer an objection"},
    {"objection", "promote", CALL("PromoteObjection"), "name", "objections", "",
     "Promote an objection to an RFC draft"},
    {"objection", "list", CALL("ListObjections"), "", "", "", "All objections"},
    {"objection", "show", CALL("GetObjection"), "name", "objections", "",
     "One objection"},
    {"comment", "add", CALL("AddComment"), "", "", "", "Comment an entry"},
    {"comment", "list", CALL("ListComments"), "", "", "", "Comments"},
    {"view", "list", CALL("ListViews"), "", "",
     "name title filter order_by owner",
     "Views that every register has, and saved ones"},
    {"view", "show", CALL("GetView"), "name", "views", "", "One view"},
    {"view", "save", CALL("SetView"), "view.name", "views", "",
     "Save a --filter and an --order-by under a name"},
    {"view", "delete", CALL("DeleteView"), "name", "views", "",
     "Delete a saved view"},
    {"policy", "show", CALL("GetPolicy"), "name", "policies", "", "One policy"},
    {"policy", "set", CALL("SetPolicy"), "", "", "", "A policy's new version"},
};

#undef CALL

}  // namespace

std::span<const CommandRow> RegistryCommands() { return kRows; }

}  // namespace csi::tools
