#include "actions.hpp"

#include <map>
#include <string>

namespace tt::server {

const Action* find_action(std::string_view name) {
  static const std::map<std::string, Action, std::less<>> kActions = {
      {"openLesson", open_lesson},
      {"browseOpenBounties", browse_open_bounties},
      {"copyBountyChecklist", copy_bounty_checklist},
      {"checkMachine", check_machine},
      {"cloneTtMetal", clone_tt_metal},
      {"resetDevice", reset_device},
      {"exportProgress", export_progress},
      {"importProgress", import_progress},
      {"resetProgress", reset_progress},
  };
  const auto found = kActions.find(name);
  return found == kActions.end() ? nullptr : &found->second;
}

}  // namespace tt::server
