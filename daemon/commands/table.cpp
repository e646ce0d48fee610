#include "table.hpp"

#include <utility>

namespace tt::commands {

std::vector<Problem> CommandTable::add(const Manifest& manifest, std::string pack_root) {
  std::vector<Problem> problems;
  for (const CommandSpec& spec : manifest.commands) {
    const auto [place, added] = by_id_.try_emplace(spec.id, commands_.size());
    if (added) {
      commands_.push_back({manifest.pack, pack_root, spec});
      continue;
    }
    problems.push_back({spec.line, Severity::kError, "duplicate-command",
                        fmt::format("The command {} is already declared by the pack \"{}\", which was loaded first.", spec.id,
                                    commands_[place->second].pack.id)});
  }
  return problems;
}

const DeclaredCommand* CommandTable::find(std::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &commands_[found->second];
}

}  // namespace tt::commands
