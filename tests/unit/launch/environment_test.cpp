#include "launch/environment.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>

using namespace tt::launch;

namespace {

std::string sole_value(const Variables& variables, std::string_view name) {
  std::string found;
  int times = 0;
  for (const auto& variable : variables) {
    if (variable.first == name) found = variable.second, ++times;
  }
  REQUIRE(times <= 1);
  return times == 0 ? "(absent)" : found;
}

}  // namespace

TEST_CASE("what belongs to the editor or to the daemon doesn't reach a job") {
  const Variables job = job_environment({{"VSCODE_PID", "1"},
                                         {"ELECTRON_RUN_AS_NODE", "1"},
                                         {"CODE_SERVER_PARENT_PID", "1"},
                                         {"NODE_OPTIONS", "--inspect"},
                                         {"PASSWORD", "x"},
                                         {"HASHED_PASSWORD", "x"},
                                         {"BROWSER", "/editor/browser.sh"},
                                         {"TT_BRINGUP_TEST_CLONE_URL", "file:///x"},
                                         {"TT_METAL_HOME", "/tt"},
                                         {"NODE_OPTIONS_OF_MINE", "1"},
                                         {"PATH", "/bin"}},
                                        {});
  for (const char* name : {"VSCODE_PID", "ELECTRON_RUN_AS_NODE", "CODE_SERVER_PARENT_PID", "NODE_OPTIONS", "PASSWORD",
                           "HASHED_PASSWORD", "BROWSER", "TT_BRINGUP_TEST_CLONE_URL"}) {
    CAPTURE(name);
    CHECK(sole_value(job, name) == "(absent)");
  }
  CHECK(sole_value(job, "TT_METAL_HOME") == "/tt");
  CHECK(sole_value(job, "NODE_OPTIONS_OF_MINE") == "1");
  CHECK(sole_value(job, "PATH") == "/bin");
}

TEST_CASE("a job's log grows as it runs and its terminal has colours, unless the command says otherwise") {
  const Variables job = job_environment({{"TERM", "dumb"}, {"PYTHONUNBUFFERED", ""}}, {});
  CHECK(sole_value(job, "TERM") == "xterm-256color");
  CHECK(sole_value(job, "PYTHONUNBUFFERED") == "1");
  CHECK(sole_value(job_environment({}, {{"TERM", "dumb"}}), "TERM") == "dumb");
}

TEST_CASE("what a command adds replaces what is inherited, and is not filtered") {
  const Variables job = job_environment({{"A", "1"}, {"B", "2"}}, {{"B", "3"}, {"B", "4"}, {"BROWSER", "mine"}});
  CHECK(sole_value(job, "A") == "1");
  CHECK(sole_value(job, "B") == "4");
  CHECK(sole_value(job, "BROWSER") == "mine");
}

TEST_CASE("a name that speaks of a secret has one, in any case") {
  for (const char* name :
       {"HF_TOKEN", "GITHUB_TOKEN", "my_secret", "Password2", "SSH_KEY_FILE", "AWS_ACCESS_KEY_ID", "key", "DB_PASSWD"}) {
    CAPTURE(name);
    CHECK(secret_names({{name, "x"}}).size() == 1);
  }
  for (const char* name : {"PATH", "HOME", "", "TOKE", "PASS"}) {
    CAPTURE(name);
    CHECK(secret_names({{name, "x"}}).empty());
  }
  CHECK(secret_names({{"A", "1"}, {"A_TOKEN", "2"}, {"KEY", "3"}}) == std::vector<std::string>{"A_TOKEN", "KEY"});
}

TEST_CASE("this process's variables are read as they are, equals signs in values included") {
  ::setenv("TT_TEST_ODD", "a=b=c", 1);
  ::setenv("TT_TEST_EMPTY", "", 1);
  CHECK(sole_value(current_environment(), "TT_TEST_ODD") == "a=b=c");
  CHECK(sole_value(current_environment(), "TT_TEST_EMPTY") == "");
}
