// Every command that the loaded packs declare, by id.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "manifest.hpp"

namespace tt::commands {

struct DeclaredCommand {
  PackInfo pack;
  std::string pack_root;  // absolute
  CommandSpec spec;
};

// Invariant: an id names one command, that of the pack which was added first.
class CommandTable {
 public:
  // The problems are the manifest's ids that another pack took before; those commands aren't added.
  std::vector<Problem> add(const Manifest& manifest, std::string pack_root);

  // Null where no pack declares it. Valid until the next add().
  const DeclaredCommand* find(std::string_view id) const;

  // In the order of the packs and of their manifests.
  const std::vector<DeclaredCommand>& all() const { return commands_; }

 private:
  std::vector<DeclaredCommand> commands_;
  std::map<std::string, std::size_t, std::less<>> by_id_;
};

}  // namespace tt::commands
