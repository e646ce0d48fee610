#include "commands/expand.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>

namespace commands = tt::commands;
using commands::Arguments;
using commands::CommandSpec;
using commands::ExpandContext;
using commands::ParameterType;

namespace {

const ExpandContext kContext{"/packs/bounty", "/usr/bin/python3", "/home/u/tt-metal", "/home/u", "/home/u/work"};

CommandSpec demo() {
  CommandSpec command;
  command.id = "tenstorrent.demo";
  command.title = "Demo";
  command.parameters.resize(2);
  command.parameters[0].name = "text";
  command.parameters[1].name = "folder";
  command.parameters[1].type = ParameterType::kPath;
  command.argv = {"${python}", "${pack}/demo.py", "--text", "${arg.text}", "a-${arg.text}-z", "${arg.folder}"};
  command.cwd = "${ttMetal}";
  command.env = {{"ROOT", "${home}:${workspace}"}, {"PRICE", "$$5"}};
  command.requirements = {
      {commands::RequirementKind::kPath, "${ttMetal}/build_metal.sh", "There is no tt-metal at ${ttMetal}.", "Clone it."}};
  command.device = "any";
  command.gates = {{"pcc", 0.99, {}}};
  command.minutes = 3;
  return command;
}

Arguments with(std::string text, std::string folder = "/data") {
  return {{{"text", std::move(text)}, {"folder", std::move(folder)}}};
}

std::string error_of(const CommandSpec& command, const Arguments& arguments, const ExpandContext& context) {
  const auto invocation = expand(command, arguments, context);
  return invocation ? "" : fmt::format("{}: {}", to_string(invocation.error().kind), invocation.error().message);
}

}  // namespace

TEST_CASE("templates are filled from the context and the arguments") {
  const auto invocation = expand(demo(), with("hello", "~/data"), kContext);
  REQUIRE(invocation);
  CHECK(invocation->argv ==
        std::vector<std::string>{"/usr/bin/python3", "/packs/bounty/demo.py", "--text", "hello", "a-hello-z", "/home/u/data"});
  CHECK(invocation->cwd == "/home/u/tt-metal");
  CHECK(invocation->environment ==
        std::vector<std::pair<std::string, std::string>>{{"ROOT", "/home/u:/home/u/work"}, {"PRICE", "$5"}});
  REQUIRE(invocation->requirements.size() == 1);
  CHECK(invocation->requirements[0].what == "/home/u/tt-metal/build_metal.sh");
  CHECK(invocation->requirements[0].message == "There is no tt-metal at /home/u/tt-metal.");
  CHECK(invocation->title == "Demo");
  CHECK(invocation->device == "any");
  CHECK(invocation->gates.at(0).measure == "pcc");
  CHECK(invocation->minutes == 3u);
}

TEST_CASE("an argument never leaves its element, whatever it holds") {
  const auto check = [](const std::string& value) {
    const auto invocation = expand(demo(), with(value), kContext);
    REQUIRE(invocation);
    CHECK(invocation->argv.size() == 6);
    CHECK(invocation->argv[3] == value);
    CHECK(invocation->argv[4] == "a-" + value + "-z");
    CHECK(invocation->argv[5] == "/data");
  };
  for (const char* value : {"",    " ",    "a b", "'",  "\"",        "`id`",   "$(id)", "${pack}", "${arg.text}", "${arg.folder}",
                            "$$",  "$",    "${",  "}",  ";rm -rf ~", "--help", "\n",    "\\",      "*",           "~",
                            "~/x", "a\tb", "%s",  "{}", "\xFF\xC0"}) {
    check(value);
  }
  std::mt19937 random(42);
  const std::string alphabet = "${}arg.text pack\\'\"`;|&<>*?~-";
  for (int round = 0; round < 2000; ++round) {
    std::string value(random() % 40, ' ');
    for (char& c : value) c = round % 2 == 0 ? alphabet[random() % alphabet.size()] : static_cast<char>(1 + random() % 255);
    check(value);
  }
}

TEST_CASE("what can't run says why") {
  const auto changed = [](auto change) {
    CommandSpec command = demo();
    change(command);
    return command;
  };
  ExpandContext no_workspace = kContext, no_home = kContext, no_python = kContext;
  no_workspace.workspace = "";
  no_home.home = "";
  no_python.python = "";
  CHECK(error_of(demo(), with("x"), no_workspace) == "prerequisite: tenstorrent.demo can't run: No folder is open in the editor.");
  CHECK(error_of(demo(), with("x", "~/x"), no_home) ==
        "prerequisite: tenstorrent.demo can't run: there is no home folder for the path \"~/x\".");
  CHECK(error_of(demo(), with("x"), no_python) == "prerequisite: tenstorrent.demo can't run: There is no Python to run it with.");
  CHECK(error_of(demo(), with(std::string("a\0b", 3)), kContext) ==
        "invalidArgument: tenstorrent.demo can't run: an argument holds a NUL.");
  CHECK(error_of(demo(), {}, kContext).starts_with("malformed: "));
  CHECK(error_of(changed([](CommandSpec& c) { c.argv[0] = "bin/x"; }), with("x"), kContext).starts_with("malformed: "));
  CHECK(error_of(changed([](CommandSpec& c) { c.argv[0] = ""; }), with("x"), kContext).starts_with("malformed: "));
  CHECK(error_of(changed([](CommandSpec& c) { c.argv = {}; }), with("x"), kContext).starts_with("malformed: "));
  CHECK(error_of(changed([](CommandSpec& c) { c.cwd = "work"; }), with("x"), kContext).starts_with("malformed: "));
  CHECK(error_of(changed([](CommandSpec& c) { c.cwd = "${nowhere}"; }), with("x"), kContext).starts_with("malformed: "));
  CHECK(error_of(changed([](CommandSpec& c) { c.kind = commands::CommandKind::kAction; }), with("x"), kContext)
            .starts_with("invalidArgument: "));
  CHECK(error_of(changed([](CommandSpec& c) { c.argv[0] = "tt-smi"; }), with("x"), kContext) == "");  // for the job's PATH
}

TEST_CASE("a tilde stands for the home folder only at the start") {
  CHECK(commands::expand_home("~", "/home/u") == "/home/u");
  CHECK(commands::expand_home("~/x", "/home/u") == "/home/u/x");
  CHECK(commands::expand_home("~/x", "/") == "/x");
  CHECK(commands::expand_home("~root/x", "/home/u") == "~root/x");
  CHECK(commands::expand_home("/a/~/x", "/home/u") == "/a/~/x");
}

TEST_CASE("a template's faults are told to its author") {
  std::vector<commands::ParameterSpec> parameters(3);
  parameters[0].name = "always";
  parameters[0].required = true;
  parameters[1].name = "filled";
  parameters[1].default_value = std::int64_t{1};
  parameters[2].name = "maybe";
  for (const char* good : {"", "x", "${pack}/${python}/${ttMetal}/${home}/${workspace}", "${arg.always}${arg.filled}", "$$"}) {
    CAPTURE(good);
    CHECK(!commands::check_template(good, parameters));
  }
  for (const char* bad : {"${arg.maybe}", "${arg.none}", "${arg.}", "${args.always}", "${Pack}", "${}", "$x", "${pack"}) {
    CAPTURE(bad);
    CHECK(commands::check_template(bad, parameters));
  }
}
