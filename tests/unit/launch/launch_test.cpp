#include "launch/launch.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "base/files.hpp"
#include "home.hpp"

using namespace tt;
namespace fs = std::filesystem;

namespace {

// With a tt-metal in it.
struct Machine : Home {
  launch::Context context() const {
    launch::Context context;
    context.home = path.string();
    context.tt_metal = (path / "tt-metal").string();
    context.python = "python3";
    context.environment = {{"PATH", (path / "bin").string()}, {"HF_TOKEN", "hf_x"}};
    return context;
  }
};

commands::DeclaredCommand command(std::vector<std::string> argv) {
  commands::DeclaredCommand declared;
  declared.pack = {"p", "A pack", "1.0.0"};
  declared.pack_root = "/";
  declared.spec.id = "tenstorrent.x";
  declared.spec.title = "X";
  declared.spec.argv = std::move(argv);
  declared.spec.cwd = "${pack}";
  return declared;
}

devices::Inventory one_card() {
  devices::Device device;
  device.kind = "n150";
  device.architecture = "wormhole";
  return {"2.10.0", {device}};
}

using Names = std::vector<std::string>;

bool has(const launch::Variables& variables, const std::string& name, const std::string& value) {
  return std::ranges::find(variables, std::pair(name, value)) != variables.end();
}

}  // namespace

TEST_CASE("what is shown is what runs: the program by its whole path, each argument in its place") {
  const Machine home;
  const std::string program = home.write("bin/tool", 0755);
  const auto prepared = launch::prepare_command(command({"tool", "a b", "$$(c)"}), {}, home.context());
  REQUIRE_MESSAGE(prepared.has_value(), prepared.error().message);
  CHECK(prepared->preview.argv == std::vector<std::string>{program, "a b", "$(c)"});
  CHECK(prepared->request.argv == prepared->preview.argv);
  CHECK(prepared->preview.cwd == "/");
  CHECK(prepared->preview.device == "none");
  CHECK(prepared->preview.pack == "A pack (p 1.0.0)");
  CHECK(prepared->request.command == "tenstorrent.x");
  CHECK(prepared->request.choices.empty());
  CHECK_FALSE(prepared->consent_key.empty());
}

TEST_CASE("a token among the arguments or variables is noticed, by its shape or by its variable's name") {
  const Machine home;
  home.write("bin/tool", 0755);
  using Environment = std::vector<std::pair<std::string, std::string>>;
  const std::vector<std::tuple<std::string, Environment, bool>> cases = {
      {"plain", {}, false},
      {"plain", {{"MESH_DEVICE", "N150"}}, false},
      {"plain", {{"HF_TOKEN", ""}}, false},
      {"plain", {{"HF_TOKEN", "any words"}}, true},
      {"plain", {{"OTHER", "hf_AbCdEfGhIjKlMnOpQrStUvWx"}}, true},
      {"--token=hf_AbCdEfGhIjKlMnOpQrStUvWx", {}, true},
  };
  for (const auto& [argument, environment, expected] : cases) {
    CAPTURE(argument);
    commands::DeclaredCommand declared = command({"tool", argument});
    declared.spec.env = environment;
    const auto prepared = launch::prepare_command(declared, {}, home.context());
    REQUIRE_MESSAGE(prepared.has_value(), prepared.error().message);
    CHECK(prepared->holds_secret == expected);
  }
}

TEST_CASE("a preview escapes what hides, and the request keeps it") {
  const Machine home;
  const std::string text =
      "a\xe2\x80\xae"
      "b";
  const auto prepared = launch::prepare_command(command({home.write("tool", 0755), text}), {}, home.context());
  REQUIRE(prepared);
  CHECK(prepared->preview.argv[1] != text);
  CHECK(prepared->preview.argv[1].find("\xe2\x80\xae") == std::string::npos);
  CHECK(prepared->request.argv[1] == text);
}

TEST_CASE("a preview shows what is added to the environment, and no secret's value") {
  const Machine home;
  commands::DeclaredCommand declared = command({home.write("tool", 0755)});
  declared.spec.env = {{"MODEL", "llama"}, {"MY_TOKEN", "swordfish"}};
  const auto prepared = launch::prepare_command(declared, {}, home.context());
  REQUIRE(prepared);
  CHECK(prepared->preview.environment == std::vector<std::string>{"MODEL=llama", "MY_TOKEN=(hidden)"});
  CHECK(has(prepared->request.environment, "MY_TOKEN", "swordfish"));
  CHECK(prepared->request.secret_names == std::vector<std::string>{"HF_TOKEN", "MY_TOKEN"});
}

TEST_CASE("what is missing is said in the manifest's own words, the first thing first") {
  const Machine home;
  commands::DeclaredCommand declared = command({home.write("tool", 0755)});
  declared.spec.requirements = {
      {commands::RequirementKind::kPath, "${home}/there", "No there.", "Make it."},
      {commands::RequirementKind::kProgram, "other-tool", "No tool.", "Install it."},
      {commands::RequirementKind::kCard, "", "No card.", "Buy one."},
  };
  const auto missing = [&](const launch::Context& context) {
    const auto prepared = launch::prepare_command(declared, {}, context);
    if (prepared) return std::string();
    CHECK(prepared.error().kind == ErrorKind::kPrerequisite);
    return prepared.error().message + ' ' + prepared.error().remedy;
  };
  launch::Context context = home.context();
  CHECK(missing(context) == "No there. Make it.");
  home.write("there");
  CHECK(missing(context) == "No tool. Install it.");
  home.write(".local/bin/other-tool", 0755);
  CHECK(missing(context) == "No card. Buy one.");
  context.inventory = one_card();
  CHECK(missing(context).empty());
}

TEST_CASE("a program or folder that isn't there is a prerequisite, told by name") {
  const Machine home;
  const auto error = [&](const commands::DeclaredCommand& declared) {
    const auto prepared = launch::prepare_command(declared, {}, home.context());
    REQUIRE_FALSE(prepared);
    CHECK(prepared.error().kind == ErrorKind::kPrerequisite);
    return prepared.error().message;
  };
  CHECK(error(command({"no-such-tool"})).find("no-such-tool") != std::string::npos);
  CHECK(error(command({"/no/such/tool"})).find("/no/such/tool") != std::string::npos);
  CHECK(error(command({home.write("not-executable", 0644)})).find("not-executable") != std::string::npos);
  commands::DeclaredCommand elsewhere = command({home.write("tool", 0755)});
  elsewhere.spec.cwd = "/no/such/folder";
  CHECK(error(elsewhere).find("/no/such/folder") != std::string::npos);
}

TEST_CASE("a job with a card leases it, is told what the cards amount to, and gets the longer graces") {
  const Machine home;
  launch::Context context = home.context();
  context.inventory = one_card();
  context.device_graces = {std::chrono::seconds(7), std::chrono::seconds(3)};
  commands::DeclaredCommand declared = command({home.write("tool", 0755)});
  declared.spec.device = "any";
  const auto prepared = launch::prepare_command(declared, {}, context);
  REQUIRE(prepared);
  CHECK(prepared->preview.device == "n150 0");
  REQUIRE(prepared->request.choices.size() == 1);
  CHECK(prepared->request.choices[0].leases == Names{"card-0"});
  CHECK(prepared->request.choices[0].environment == Names{"MESH_DEVICE=N150"});
  CHECK(prepared->preview.environment == Names{"MESH_DEVICE=N150"});
  CHECK(prepared->request.need == "any");
  CHECK(prepared->request.graces.interrupt == std::chrono::seconds(7));

  declared.spec.env = {{"MESH_DEVICE", "T3K"}};
  const auto own = launch::prepare_command(declared, {}, context);
  REQUIRE(own);
  CHECK(has(own->request.environment, "MESH_DEVICE", "T3K"));
  CHECK(own->request.choices[0].environment.empty());
  CHECK(own->preview.environment == Names{"MESH_DEVICE=T3K"});
}

TEST_CASE("who starts a command may say other cards than it declares, and is asked about that anew") {
  const Machine home;
  launch::Context context = home.context();
  context.inventory = one_card();
  const commands::DeclaredCommand declared = command({home.write("tool", 0755)});
  const auto plain = launch::prepare_command(declared, {}, context);
  const auto with_card = launch::prepare_command(declared, {}, context, "card 0");
  REQUIRE(plain);
  REQUIRE(with_card);
  CHECK(with_card->preview.device == "n150 0");
  CHECK(plain->consent_key != with_card->consent_key);
  CHECK(launch::prepare_command(declared, {}, context, "card 1").error().kind == ErrorKind::kPrerequisite);
  CHECK(launch::prepare_command(declared, {}, context, "card one").error().kind == ErrorKind::kInvalidArgument);
}

TEST_CASE("with cards to choose from the preview names them all, and says of a variable that it depends on them") {
  const Machine home;
  launch::Context context = home.context();
  context.inventory = one_card();
  context.inventory.devices.push_back(context.inventory.devices[0]);
  context.inventory.devices[1].index = 1;
  context.inventory.devices[0].pci = "0000:01:00.0";
  context.inventory.devices[1].pci = "0000:02:00.0";
  const auto prepared = launch::prepare_command(command({home.write("tool", 0755)}), {}, context, "any");
  REQUIRE(prepared);
  CHECK(prepared->preview.device == "n150 0 or n150 1");
  CHECK(prepared->preview.environment == Names{"MESH_DEVICE=N150", "TT_VISIBLE_DEVICES=(of the card that it gets)"});
}

TEST_CASE("a command that runs in tt-metal gets what tt-metal needs, and what it sets itself wins") {
  const Machine home;
  launch::Context context = home.context();
  context.inventory = one_card();
  context.environment.emplace_back("LD_LIBRARY_PATH", "/opt/lib");
  const std::string root = (home.path / "tt-metal").string();
  home.write("tt-metal/build/lib/libtt_metal.so");
  home.write("tt-metal/python_env/bin/python", 0755);
  commands::DeclaredCommand declared = command({home.write("tool", 0755)});
  declared.spec.cwd = "${ttMetal}";
  declared.spec.device = "any";
  declared.spec.env = {{"PYTHONPATH", "/mine"}};
  const auto prepared = launch::prepare_command(declared, {}, context);
  REQUIRE_MESSAGE(prepared.has_value(), prepared.error().message);
  CHECK(prepared->preview.environment == Names{"PYTHONPATH=/mine", "TT_METAL_HOME=" + root,
                                               "LD_LIBRARY_PATH=" + root + "/build/lib:/opt/lib",
                                               "VIRTUAL_ENV=" + root + "/python_env", "PYTHON_ENV_DIR=" + root + "/python_env",
                                               "MESH_DEVICE=N150", "ARCH_NAME=wormhole_b0"});
  CHECK(has(prepared->request.environment, "PYTHONPATH", "/mine"));
}

TEST_CASE("an edited run is asked about, by a key that is no pack's, and counts for nothing else") {
  const Machine home;
  launch::Context context = home.context();
  context.inventory = one_card();
  const std::string tool = home.write("bin/tool", 0755);
  launch::EditedRun run{"X", {"tool", "other"}, "/", {{"MODEL", "llama"}}, "any"};
  const auto prepared = launch::prepare_edited(run, context);
  REQUIRE_MESSAGE(prepared.has_value(), prepared.error().message);
  CHECK(prepared->preview.argv == Names{tool, "other"});
  CHECK(prepared->preview.pack == "your own edit");
  CHECK(prepared->preview.environment == Names{"MODEL=llama", "MESH_DEVICE=N150"});
  CHECK(prepared->request.command.empty());
  CHECK(prepared->request.gates.empty());
  CHECK_FALSE(prepared->holds_secret);
  commands::DeclaredCommand same = command({tool, "other"});
  same.spec.env = {{"MODEL", "llama"}};
  same.spec.device = "any";
  CHECK(launch::prepare_command(same, {}, context)->consent_key != prepared->consent_key);
  CHECK_FALSE(prepared->consent_key.empty());
  run.argv.push_back("hf_AbCdEfGhIjKlMnOpQrStUvWx");
  CHECK(launch::prepare_edited(run, context)->holds_secret);
  run.argv = {};
  CHECK(launch::prepare_edited(run, context).error().kind == ErrorKind::kInvalidArgument);
  run.argv = {"no-such-tool"};
  CHECK(launch::prepare_edited(run, context).error().kind == ErrorKind::kPrerequisite);
}

TEST_CASE("a gate goes with the request") {
  const Machine home;
  commands::DeclaredCommand declared = command({home.write("tool", 0755)});
  declared.spec.gates = {{"pcc", 0.99, {}}};
  const auto prepared = launch::prepare_command(declared, {}, home.context());
  REQUIRE(prepared);
  REQUIRE(prepared->request.gates.size() == 1);
  CHECK(prepared->request.gates[0].measure == "pcc");
  CHECK(prepared->request.gates[0].at_least == 0.99);
}

TEST_CASE("a file of the user's own runs with the setting's Python, in its folder, without consent") {
  const Machine home;
  const std::string python = home.write("bin/python3", 0755);
  const std::string file = home.write("work/a.py");
  const auto prepared = launch::prepare_file({file, "", false}, home.context());
  REQUIRE_MESSAGE(prepared.has_value(), prepared.error().message);
  CHECK(prepared->preview.argv == std::vector<std::string>{python, file});
  CHECK(prepared->preview.cwd == (home.path / "work").string());
  CHECK(prepared->preview.pack == "your own file");
  CHECK(prepared->preview.environment.empty());
  CHECK(prepared->consent_key.empty());
}

TEST_CASE("a test runs by pytest and its name, a file as a whole where that is asked for") {
  const Machine home;
  home.write("bin/python3", 0755);
  const std::string file = home.write("test_a.py");
  const auto tail = [&](const launch::FileTarget& target) {
    const auto prepared = launch::prepare_file(target, home.context());
    REQUIRE(prepared);
    const auto& argv = prepared->preview.argv;
    return std::vector<std::string>(argv.begin() + 1, argv.end());
  };
  CHECK(tail({file, "TestA::test_x", false}) == std::vector<std::string>{"-m", "pytest", "-s", "-v", file + "::TestA::test_x"});
  CHECK(tail({file, "", true}) == std::vector<std::string>{"-m", "pytest", "-s", "-v", file});
}

TEST_CASE("a test runs in the workspace's folder, where its project's pytest runs; a file alone in its own") {
  const Machine home;
  home.write("bin/python3", 0755);
  const std::string file = home.write("work/models/test_a.py");
  launch::Context context = home.context();
  context.workspace = (home.path / "work").string();
  CHECK(launch::prepare_file({file, "test_x", true}, context)->preview.cwd == context.workspace);
  CHECK(launch::prepare_file({file, "", true}, context)->preview.cwd == context.workspace);
  CHECK(launch::prepare_file({file, "", false}, context)->preview.cwd == (home.path / "work/models").string());
  context.workspace = (home.path / "elsewhere").string();
  CHECK(launch::prepare_file({file, "test_x", true}, context)->preview.cwd == (home.path / "work/models").string());
}

TEST_CASE("a file in tt-metal runs with tt-metal's Python, in its folder, with its variables") {
  const Machine home;
  const std::string python = home.write("tt-metal/python_env/bin/python", 0755);
  home.write("bin/python3", 0755);
  const std::string root = (home.path / "tt-metal").string();
  const auto inside = launch::prepare_file({home.write("tt-metal/models/test_a.py"), "", true}, home.context());
  REQUIRE(inside);
  CHECK(inside->preview.argv[0] == python);
  CHECK(inside->preview.cwd == root);
  CHECK(inside->preview.environment == Names{"TT_METAL_HOME=" + root, "PYTHONPATH=" + root, "VIRTUAL_ENV=" + root + "/python_env",
                                             "PYTHON_ENV_DIR=" + root + "/python_env"});
  // A folder whose name begins alike is another folder.
  const auto beside = launch::prepare_file({home.write("tt-metal-old/test_a.py"), "", true}, home.context());
  REQUIRE(beside);
  CHECK(beside->preview.cwd == (home.path / "tt-metal-old").string());
}

TEST_CASE("without the file there is nothing to run, without a Python nothing to run it with") {
  const Machine home;
  const auto missing = launch::prepare_file({home.path / "missing.py", "", false}, home.context());
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind == ErrorKind::kNotFound);
  const auto prepared = launch::prepare_file({home.write("a.py"), "", false}, home.context());
  REQUIRE_FALSE(prepared);
  CHECK(prepared.error().kind == ErrorKind::kPrerequisite);
  CHECK(prepared.error().message.find("python3") != std::string::npos);
}

TEST_CASE("a file takes a card where the machine has one") {
  const Machine home;
  home.write("bin/python3", 0755);
  launch::Context context = home.context();
  context.inventory = one_card();
  const auto prepared = launch::prepare_file({home.write("a.py"), "", false}, context);
  REQUIRE(prepared);
  REQUIRE(prepared->request.choices.size() == 1);
  CHECK(prepared->preview.device == "n150 0");
  REQUIRE(prepared->request.file);
  CHECK(prepared->request.file->path == (home.path / "a.py").string());
  const auto without = launch::prepare_file({home.path / "a.py", "", false}, context, "none");
  REQUIRE(without);
  CHECK(without->request.choices.empty());
}

TEST_CASE("tests are listed without a card, and run by their ids, in the folder that the ids count from") {
  const Machine home;
  const std::string python = home.write("bin/python3", 0755);
  home.write("work/models/test_a.py");
  launch::Context context = home.context();
  context.inventory = one_card();
  context.workspace = (home.path / "work").string();
  const fs::path folder = home.path / "work/models";
  const std::string root = "--rootdir=" + context.workspace;
  struct Case {
    launch::FileTarget target;
    std::vector<std::string> tail;
    std::string title, device;
  };
  const Case cases[] = {
      {{folder, "", false, {}, true}, {"--collect-only", "--verbosity=-1", root, folder.string()}, "Tests of models", ""},
      {{folder, "", false}, {"-s", "-v", "--durations=0", root, folder.string()}, "models", "card-0"},
      {{folder, "", false, {"models/test_a.py::test_x[a b]"}},
       {"-s", "-v", "--durations=0", root, "models/test_a.py::test_x[a b]"},
       "test_a.py::test_x[a b]",
       "card-0"},
      {{folder, "", false, {"models/test_a.py::test_x", "models/test_a.py::test_y"}},
       {"-s", "-v", "--durations=0", root, "models/test_a.py::test_x", "models/test_a.py::test_y"},
       "2 tests of models",
       "card-0"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.title);
    const auto prepared = launch::prepare_file(c.target, context);
    REQUIRE_MESSAGE(prepared.has_value(), prepared.error().message);
    std::vector<std::string> argv = {python, "-m", "pytest"};
    argv.insert(argv.end(), c.tail.begin(), c.tail.end());
    CHECK(prepared->preview.argv == argv);
    CHECK(prepared->preview.cwd == context.workspace);
    CHECK(prepared->preview.title == c.title);
    CHECK(prepared->request.choices.empty() == c.device.empty());
    REQUIRE(prepared->request.file);
    CHECK(prepared->request.file->tests == c.target.tests);
    CHECK(prepared->request.file->collect == c.target.collect);
  }
}

TEST_CASE("a virtual environment without pytest is refused before anything starts, with what to install") {
  const Machine home;
  const std::string python = home.write("venv/bin/python3", 0755);
  home.write("venv/pyvenv.cfg");
  home.write("venv/lib/python3.11/site-packages/pip/__init__.py");
  launch::Context context = home.context();
  context.python = python;
  const std::string file = home.write("test_a.py");
  const auto refused = launch::prepare_file({file, "test_x", true}, context);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::kPrerequisite);
  CHECK(refused.error().remedy.find(python + " -m pip install pytest") != std::string::npos);
  CHECK(launch::prepare_file({file, "", false}, context).has_value());
  home.write("venv/lib/python3.11/site-packages/pytest/__init__.py");
  CHECK(launch::prepare_file({file, "test_x", true}, context).has_value());
}
