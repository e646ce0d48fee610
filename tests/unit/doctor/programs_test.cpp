#include <doctest/doctest.h>

#include "doctor/checks.hpp"
#include "home_tree.hpp"

namespace doctor = tt::doctor;
using doctor::Status;

namespace {

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

doctor::DoctorInput input_of(const HomeTree& home) {
  doctor::DoctorInput input;
  input.home = home.path;
  input.path_variable = (home.path / "bin").string();
  return input;
}

doctor::Hardware with_card() {
  doctor::Hardware hardware;
  hardware.inventory.devices.emplace_back();
  return hardware;
}

}  // namespace

TEST_CASE("a version is its leading numbers, two at least") {
  using V = doctor::Version3;
  struct Case {
    std::string_view text;
    std::optional<V> version;
  };
  const Case cases[] = {{"2.10.0", V{2, 10, 0}},    {"1.27", V{1, 27, 0}},          {"2.0.0-rc1", V{2, 0, 0}},
                        {"3.10.12+", V{3, 10, 12}}, {"6.1.0.9", V{6, 1, 0}},        {"3", std::nullopt},
                        {"", std::nullopt},         {"x.1", std::nullopt},          {"1.x", std::nullopt},
                        {"-1.2", std::nullopt},     {"99999999999.1", std::nullopt}};
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(doctor::parse_version(c.text) == c.version);
  }
  CHECK(doctor::python_version_of_name("python3.11") == V{3, 11, 0});
  CHECK_FALSE(doctor::python_version_of_name("python3").has_value());
  CHECK_FALSE(doctor::python_version_of_name("pypy3.9").has_value());
}

TEST_CASE("Python's version is told without starting it") {
  struct Case {
    const char* name;
    void (*make)(const HomeTree&);
    Status status;
    std::string_view detail;
  };
  const Case cases[] = {
      {"a link to a versioned name",
       [](const HomeTree& h) { h.add_program("bin/python3.11"), h.link("bin/python3", "python3.11"); }, Status::kPass,
       "Python 3.11 at ~/bin/python3"},
      {"an old one", [](const HomeTree& h) { h.add_program("bin/python3.7"), h.link("bin/python3", "python3.7"); }, Status::kWarn,
       "Python 3.7"},
      {"a virtual environment of copies",
       [](const HomeTree& h) { h.add_program("bin/python3"), h.write("pyvenv.cfg", "home = /x\nversion = 3.10.12\n"); },
       Status::kPass, "Python 3.10"},
      {"a library folder", [](const HomeTree& h) { h.add_program("bin/python3"), h.write("lib/python3.12/os.py", ""); },
       Status::kPass, "Python 3.12"},
      {"two library folders",
       [](const HomeTree& h) {
         h.add_program("bin/python3"), h.write("lib/python3.12/os.py", ""), h.write("lib/python3.9/os.py", "");
       },
       Status::kUnknown, "can't be told"},
      {"a shim", [](const HomeTree& h) { h.add_program("bin/python3"); }, Status::kUnknown, "can't be told"},
      {"none", [](const HomeTree&) {}, Status::kFail, "There is no python3 on PATH"},
      {"one that may not be run", [](const HomeTree& h) { h.write("bin/python3", ""); }, Status::kFail, "There is no python3"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const HomeTree home;
    c.make(home);
    const doctor::Check check = doctor::check_python(input_of(home));
    CHECK(check.status == c.status);
    CHECK_MESSAGE(holds(check.detail, c.detail), check.detail);
    CHECK_FALSE(home.was_started());
  }
}

TEST_CASE("the setting for Python may be a name, a path, or a path below the home folder") {
  const HomeTree home;
  home.add_program("bin/python3.9");
  home.add_program("env/bin/python3.12");
  doctor::DoctorInput input = input_of(home);
  for (const std::string& setting :
       {std::string("python3.9"), std::string("~/bin/python3.9"), (home.path / "bin/python3.9").string()}) {
    CAPTURE(setting);
    input.python = setting;
    CHECK(doctor::check_python(input).detail == "Python 3.9 at ~/bin/python3.9");
  }
  input.python = "~/env/bin/python3.12";
  CHECK(doctor::check_python(input).status == Status::kPass);
  input.python = "~/missing";
  CHECK(doctor::check_python(input).status == Status::kFail);
  CHECK(holds(doctor::check_python(input).detail, "~/missing"));
  CHECK(holds(doctor::check_python(input).remedy, "tenstorrent.pythonPath"));
}

TEST_CASE("git is looked for on PATH alone") {
  const HomeTree home;
  CHECK(doctor::check_git(input_of(home)).status == Status::kWarn);
  home.add_program("bin/git");
  CHECK(doctor::check_git(input_of(home)).status == Status::kPass);
  CHECK_FALSE(home.was_started());
}

TEST_CASE("tt-smi is found where installers put it, and missed only with a card") {
  for (const char* place : {"bin/tt-smi", ".local/bin/tt-smi", ".tenstorrent-venv/bin/tt-smi"}) {
    CAPTURE(place);
    const HomeTree home;
    CHECK(doctor::check_tt_smi(input_of(home), with_card()).status == Status::kWarn);
    CHECK(doctor::check_tt_smi(input_of(home), {}).status == Status::kPass);
    home.add_program(place);
    const doctor::Check check = doctor::check_tt_smi(input_of(home), with_card());
    CHECK(check.status == Status::kPass);
    CHECK(holds(check.detail, std::string("~/") + place));
    CHECK(holds(check.detail, "not on PATH") == (place[0] == '.'));
    CHECK_FALSE(home.was_started());
  }
}
