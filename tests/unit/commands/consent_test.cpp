#include "commands/consent.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

namespace commands = tt::commands;
using commands::Invocation;
using commands::PackInfo;

namespace {

const PackInfo kPack{"bounty", "Bounty", "1.0"};

Invocation invocation() {
  Invocation run;
  run.title = "Run";
  run.argv = {"/bin/echo", "a", "b"};
  run.cwd = "/work";
  run.environment = {{"A", "1"}};
  run.device = "none";
  return run;
}

}  // namespace

TEST_CASE("a yes holds for the same run again, and titles and estimates don't matter") {
  Invocation other = invocation();
  other.title = "Run it";
  other.minutes = 5;
  CHECK(consent_key(kPack, invocation()) == consent_key({"bounty", "Another title", "1.0"}, other));
}

TEST_CASE("whatever changes what runs changes the key") {
  std::set<std::string> keys{consent_key(kPack, invocation())};
  std::size_t count = 1;
  const auto differs = [&](const PackInfo& pack, auto change) {
    Invocation run = invocation();
    change(run);
    keys.insert(consent_key(pack, run));
    CHECK(keys.size() == ++count);
  };
  differs({"other", "Bounty", "1.0"}, [](Invocation&) {});
  differs({"bounty", "Bounty", "1.1"}, [](Invocation&) {});
  differs(kPack, [](Invocation& r) { r.cwd = "/"; });
  differs(kPack, [](Invocation& r) { r.device = "any"; });
  differs(kPack, [](Invocation& r) { r.argv = {"/bin/echo", "ab"}; });
  differs(kPack, [](Invocation& r) { r.argv = {"/bin/echo", "a", "b", ""}; });
  differs(kPack, [](Invocation& r) { r.argv = {"/bin/echo", "a b"}; });
  differs(kPack, [](Invocation& r) { r.argv = {"/bin/echo", "a,1:b"}; });
  differs(kPack, [](Invocation& r) { r.argv = {"/bin/echo", "1:a,1:b"}; });
  differs(kPack, [](Invocation& r) { r.environment = {}; });
  differs(kPack, [](Invocation& r) { r.environment = {{"A", "2"}}; });
  differs(kPack, [](Invocation& r) { r.environment = {{"A1", ""}}; });
  differs(kPack, [](Invocation& r) { r.argv = {"/bin/echo", "a", "b", "A", "1"}, r.environment = {}; });
}
