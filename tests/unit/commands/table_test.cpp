#include "commands/table.hpp"

#include <doctest/doctest.h>

#include <string>

using tt::commands::CommandTable;
using tt::commands::Manifest;

namespace {

Manifest pack(const std::string& id, const std::vector<std::string>& commands) {
  Manifest manifest;
  manifest.pack = {id, id, "1"};
  for (const std::string& command : commands) {
    manifest.commands.emplace_back();
    manifest.commands.back().id = command;
    manifest.commands.back().line = static_cast<std::uint32_t>(manifest.commands.size());
  }
  return manifest;
}

}  // namespace

TEST_CASE("a command is found with its pack, and an unknown one isn't") {
  CommandTable table;
  CHECK(table.add(pack("one", {"tenstorrent.a", "tenstorrent.b"}), "/packs/one").empty());
  REQUIRE(table.find("tenstorrent.b") != nullptr);
  CHECK(table.find("tenstorrent.b")->pack.id == "one");
  CHECK(table.find("tenstorrent.b")->pack_root == "/packs/one");
  CHECK(table.find("tenstorrent.c") == nullptr);
  CHECK(table.find("") == nullptr);
}

TEST_CASE("the first pack keeps an id and the second is told") {
  CommandTable table;
  table.add(pack("one", {"tenstorrent.a"}), "/packs/one");
  const auto problems = table.add(pack("two", {"tenstorrent.b", "tenstorrent.a"}), "/packs/two");
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].rule == "duplicate-command");
  CHECK(problems[0].line == 2);
  CHECK(problems[0].message.contains("one"));
  CHECK(table.find("tenstorrent.a")->pack.id == "one");
  CHECK(table.find("tenstorrent.b")->pack.id == "two");
  CHECK(table.all().size() == 2);
}
