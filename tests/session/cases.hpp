// Plays one file of cases/ as a test case.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "base/files.hpp"
#include "memory_peer.hpp"
#include "process_peer.hpp"
#include "runner.hpp"

namespace tt::session {

inline Result<Script> load_case(const std::filesystem::path& file) {
  const Result<std::string> text = read_file(file, 1u << 20);
  if (!text) return std::unexpected(text.error());
  return parse_script(*text, file.filename().string(), std::filesystem::path(TT_SESSION_ROOT) / "parts");
}

inline void play_case(const std::string& name, Peer& peer, const World& world) {
  const Result<Script> script = load_case(std::filesystem::path(TT_SESSION_ROOT) / "cases" / (name + ".session"));
  REQUIRE_MESSAGE(script.has_value(), script.error().message);
  const std::optional<std::string> failure = play(*script, peer, world);
  CHECK_MESSAGE(!failure, failure.value_or(""));
}

inline void play_in_memory(const std::string& name) {
  prepare_process();
  const World world;
  MemoryPeer peer(world);
  play_case(name, peer, world);
}

inline void play_the_program(const std::string& name) {
  prepare_process();
  const World world;
  ProcessPeer peer(world);
  play_case(name, peer, world);
}

}  // namespace tt::session
