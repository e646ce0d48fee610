#include "doctor/doctor.hpp"

#include <doctest/doctest.h>

#include "doctor/report.hpp"
#include "home_tree.hpp"
#include "support/sysfs_tree.hpp"

namespace doctor = tt::doctor;

TEST_CASE("every check is there once, in order, with a remedy exactly where one is needed") {
  for (const char* box : {"", "n150", "p300", "galaxy-wormhole"}) {
    CAPTURE(box);
    const HomeTree home;
    tt::test::SysfsTree tree;
    if (*box) tree.add_box(box);
    home.add_program("bin/python3");
    home.add_program("bin/git");
    const doctor::DoctorInput input{tree.root(), (home.path / "bin").string(), home.path, {}, {}};
    const std::vector<doctor::Check> checks = doctor::check_machine(input);
    std::vector<std::string> ids;
    for (const doctor::Check& check : checks) {
      ids.push_back(check.id);
      CAPTURE(check.id);
      CHECK_FALSE(check.title.empty());
      CHECK_FALSE(check.detail.empty());
      const bool is_wrong = check.status == doctor::Status::kWarn || check.status == doctor::Status::kFail;
      CHECK(is_wrong != check.remedy.empty());
      for (const std::string& text : {check.detail, check.remedy}) CHECK(text.find(home.path.string()) == std::string::npos);
    }
    CHECK(ids == std::vector<std::string>{"kernel", "driver", "cards", "hugepages", "python", "git", "disk", "tt-smi", "tt-metal"});
    CHECK_FALSE(home.was_started());
    CHECK(doctor::report(checks, {}, {home.path, "nobody"}).find("(serial)") == std::string::npos);  // there was none to hide
  }
}

TEST_CASE("nothing at all is still an answer") {
  const doctor::DoctorInput input{"/nowhere/at/all", {}, {}, {}, {}};
  CHECK(doctor::check_machine(input).size() == 9);
}
