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
      {"inspectModel", inspect_model},
      {"findNearestModel", find_nearest_model},
      {"theoreticalMaximum", theoretical_maximum},
      {"writeModuleTests", write_module_tests},
      {"writeDecoderTest", write_decoder_test},
      {"writePrefillTest", write_prefill_test},
      {"setDecoderPrecision", set_decoder_precision},
      {"checkDecoderPrecision", check_decoder_precision},
      {"writeCiEntry", write_ci_entry},
      {"writeReadme", write_readme},
      {"copyClaim", copy_claim},
      {"copyPullRequest", copy_pull_request},
  };
  const auto found = kActions.find(name);
  return found == kActions.end() ? nullptr : &found->second;
}

}  // namespace tt::server
