// Gives the user a text that an action made: in the editor, or in a file of theirs.
#pragma once

#include <string>

#include "actions.hpp"

namespace tt::server {

struct Report {
  std::string title;     // "Model inspection"
  std::string language;  // as ShowTextParams
  std::string text;
  std::string file;  // what a file of it may be called: "model-inspection.md"
};

// Into the file of the argument `report` (as write_reviewed(); a lesson's word for it is passed over) and opened, where that is
// given; else as a text of no file, which the user saves wherever they like; else, where the client can't show one, into a file
// that it asks for. kInvalidArgument where none of them can be done.
asio::awaitable<Result<protocol::CommandOutcome>> deliver(ActionContext& context, Report report);

}  // namespace tt::server
