#include "doctor/report.hpp"

#include <doctest/doctest.h>

namespace doctor = tt::doctor;
using doctor::Status;

TEST_CASE("a report lists versions, checks and remedies as plain text") {
  const std::vector<doctor::Check> checks = {{"git", "Git", Status::kPass, "/usr/bin/git", ""},
                                             {"disk", "Disk space", Status::kWarn, "50 GB free", "Free some space."}};
  CHECK(doctor::report(checks, {{"tt-bringup", "0.1.0"}, {"VS Code", "1.90.0"}}, {}) ==
        "tt-bringup 0.1.0\nVS Code 1.90.0\n\n"
        "pass    Git: /usr/bin/git\n"
        "warn    Disk space: 50 GB free\n"
        "        Free some space.\n");
}

TEST_CASE("a report holds no serial number, user name or home folder") {
  struct Case {
    std::string detail;
    std::string shown;
  };
  const doctor::Private hide{"/home/alice/", "alice"};
  const Case cases[] = {
      {"/home/alice/tt-metal", "~/tt-metal"},
      {"at /home/alice.", "at ~."},
      {"/home/alice2/x", "/home/alice2/x"},
      {"/data/alice/x", "/data/user/x"},
      {"/mnt/home/alice/x", "/mnt~/x"},  // hidden more than need be, never less
      {"malice alice-b alice", "malice alice-b user"},
      {"serial 0100018611902010", "serial (serial)"},
      {"serial 100018611902010, then", "serial (serial), then"},
      {"0x10001451172208f", "(serial)"},
      {"wormhole 000004513190f004!", "wormhole (serial)!"},
      {"commit 0123456789abcdef0123456789abcdef01234567", "commit 0123456789abcdef0123456789abcdef01234567"},
      {"6.1.0-18-amd64", "6.1.0-18-amd64"},
      {"", ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.detail);
    CHECK(doctor::report({{"x", "X", Status::kPass, c.detail, ""}}, {}, hide) == "pass    X: " + c.shown + "\n");
  }
  // Root's name is no secret, and would be cut out of other words' places.
  CHECK(doctor::report({{"x", "X", Status::kPass, "TT root", ""}}, {}, {"/", "root"}) == "pass    X: TT root\n");
}
