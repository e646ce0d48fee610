// The folders that one session sees: a state, a home and a system root of its own, and the packs of these tests.
#pragma once

#include <filesystem>
#include <string>

#include "pattern.hpp"
#include "support/sysfs_tree.hpp"

namespace tt::session {

// Invariant: owns the folder root(), which goes with it. The machine in it has one n150.
class World {
 public:
  World();
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  const std::filesystem::path& root() const { return root_; }
  std::filesystem::path state() const { return root_ / "state"; }
  std::filesystem::path home() const { return root_ / "home"; }
  std::filesystem::path packs() const;
  std::filesystem::path system_root() const { return system_.root(); }

  // What scripts name as ${home}, ${state}, ${packs}, ${packs_uri}, ${more_packs}, ${home_uri}, ${bounty_pack} (the bundled pack),
  // and of the machine ${system}, the card's folder of attributes ${card} and that of its sensors ${sensors}.
  Bindings names() const;

  // How many jobs have ever been started.
  std::size_t jobs() const;

 private:
  std::filesystem::path root_;
  test::SysfsTree system_;
};

// The address that tt-metal is cloned from in these tests. make_origin() makes the repository there, once a process.
std::string origin_url();
void make_origin();

// What this process has to be like before the first session: its variables are those of the daemon in memory, and of every
// child. Once a process.
void prepare_process();

}  // namespace tt::session
